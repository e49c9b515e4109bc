import { Kind, type ValueNode } from 'graphql'
import { builder } from './builder.ts'
import { failure } from './failure.ts'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/

const parseDay = (value: unknown): string => {
  const day = typeof value === 'string' && DAY.test(value) ? value : null
  // A day that is none (30 February) is another day once it is read and printed again.
  if (day === null || !isSame(new Date(day), day))
    throw failure('INVALID_INPUT', 'A date is a calendar day, YYYY-MM-DD.', 400)
  return day
}

const parseInstant = (value: unknown): Date => {
  const instant = typeof value === 'string' && INSTANT.test(value) ? new Date(value) : null
  if (instant === null || Number.isNaN(instant.getTime()))
    throw failure('INVALID_INPUT', 'An instant is RFC 3339 in UTC: 2025-06-12T08:00:00Z.', 400)
  return instant
}

const isSame = (date: Date, day: string) => !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day)

const text = (node: ValueNode) => (node.kind === Kind.STRING ? node.value : null)

builder.scalarType('Date', {
  description: 'A calendar day, YYYY-MM-DD.',
  serialize: day => day,
  parseValue: parseDay,
  parseLiteral: node => parseDay(text(node)),
})

builder.scalarType('DateTime', {
  description: 'An instant, RFC 3339 in UTC.',
  serialize: instant => instant.toISOString(),
  parseValue: parseInstant,
  parseLiteral: node => parseInstant(text(node)),
})

builder.scalarType('JSON', {
  description: 'A JSON object whose shape is given by a JSON Schema elsewhere in this API.',
  serialize: value => value,
  parseValue: value => value,
})
