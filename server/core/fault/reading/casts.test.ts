import { expect, test } from 'vitest'
import { anomaly, column, focus, orders, question } from '../../../testing/facts.ts'
import { initial } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import { typeChange } from '../typeChange.ts'
import { formatDrift } from '../formatDrift.ts'
import { cameAsText, isNumberCast, lostInCast } from './casts.ts'

const [id, at = orders.columns[0]] = orders.columns
/** A quarter of the amounts is null; upstream they are of this kind, and as many are null as given. */
const amounts = (kind: 'text' | 'decimal', observed: number, own: 'decimal' | 'date' = 'decimal'): Case => ({
  ...initial,
  question: { ...question, metric: { kind: 'nullRate', column: 'amount' } },
  anomaly: { ...anomaly, observed: 0.25, expected: 0.01, direction: 'up' },
  focus: {
    ...focus,
    table: { ...orders, columns: [id, at, column('amount', own), column('extra', 'text')] },
    parents: [{ ...orders, name: { schema: 'raw', name: 'raw_orders' }, columns: [id, at, column('amount', kind)] }],
  },
  signals: [
    {
      scan: 'upstream',
      tables: [
        { table: { schema: 'raw', name: 'raw_orders' }, observed, usual: 0.01, rows: { alert: 1000, normal: 1000 } },
      ],
    },
  ],
})
const asksFor = (state: Case, fault = typeChange) =>
  fault.predictions.filter(({ applies }) => applies?.(state) ?? true).map(({ name }) => name)

test('a number that is null here and a text upstream was lost in the cast', () => {
  expect(lostInCast(amounts('text', 0.01))).toEqual({
    value: 1,
    text: '100 % of the rows that lack amount beyond the usual have a text there in raw_orders, which cannot be read any more.',
  })
  expect(asksFor(amounts('text', 0.01))).toEqual(['cast'])
})

test('where it is null there as well, or a number, no cast lost it', () => {
  expect(lostInCast(amounts('text', 0.25))?.value).toBe(0)
  expect(isNumberCast(amounts('decimal', 0.01))).toBe(false)
  expect(asksFor(amounts('decimal', 0.01))).toEqual(['dressed', 'null', 'limit', 'cast'])
})

test('a date that is null here and a text upstream came in another format', () => {
  expect(asksFor(amounts('text', 0.01, 'date'), formatDrift)).toEqual(['cast', 'keys'])
  expect(asksFor(amounts('text', 0.01), formatDrift)).toEqual(['shape', 'null', 'keys'])
})

test('it was born where the text is, unless the cast reads nothing any more', () => {
  const came = amounts('text', 0.01)
  expect(cameAsText(came)).toEqual({ schema: 'raw', name: 'raw_orders' })
  expect(cameAsText({ ...came, anomaly: { ...came.anomaly, observed: 1 } })).toBe(null)
  expect(cameAsText(amounts('text', 0.25))).toBe(null)
})
