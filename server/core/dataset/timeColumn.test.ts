import { expect, test } from 'vitest'
import { column, orders } from '../../testing/facts.ts'
import type { Column } from './table.ts'
import { canBeTime, timeTextOf } from './timeColumn.ts'

const chosen = (...texts: readonly string[]) =>
  timeTextOf({ ...orders, columns: [column('id', 'integer'), ...texts.map(name => column(name))] })?.name ?? null

test('a text is chosen for the time by its name, where no other is named so', () => {
  expect(['served_at', 'day', 'order_date', 'checked_on', 'createdAt', 'ts'].map(name => chosen('note', name))).toEqual(
    ['served_at', 'day', 'order_date', 'checked_on', 'createdAt', 'ts'],
  )
  expect(chosen('served_at', 'paid_at')).toBeNull()
})

test('words that only hold such a name, and times of loading, are none', () => {
  expect(
    ['order_status', 'region', 'state', 'format', 'payment', 'timezone', 'caption'].map(name => chosen(name)),
  ).toEqual(Array.from({ length: 7 }, () => null))
  expect(chosen('loaded_at', 'served_at')).toBe('served_at')
})

test('times, whole numbers and texts can place a row in time', () => {
  const kinds: readonly Column['kind'][] = [
    'timestamp',
    'timestamptz',
    'date',
    'integer',
    'text',
    'decimal',
    'boolean',
    'json',
  ]
  expect(kinds.filter(kind => canBeTime(column('x', kind)))).toEqual([
    'timestamp',
    'timestamptz',
    'date',
    'integer',
    'text',
  ])
})
