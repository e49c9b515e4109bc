import { expect, test } from 'vitest'
import { anomaly, column, focus, orders, question } from '../../../testing/facts.ts'
import { initial } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import { typeChange } from '../typeChange.ts'
import { isCastUpstream, lostInCast } from './casts.ts'

const [id, at = orders.columns[0]] = orders.columns
/** A quarter of the amounts is null; upstream they are of this kind, and as many are null as given. */
const amounts = (kind: 'text' | 'decimal', observed: number): Case => ({
  ...initial,
  question: { ...question, metric: { kind: 'nullRate', column: 'amount' } },
  anomaly: { ...anomaly, observed: 0.25, expected: 0.01, direction: 'up' },
  focus: {
    ...focus,
    table: { ...orders, columns: [id, at, column('amount', 'decimal'), column('extra', 'text')] },
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
const asksFor = (state: Case) =>
  typeChange.predictions.filter(({ applies }) => applies?.(state) ?? true).map(({ name }) => name)

test('a number that is null here and a text upstream was lost in the cast', () => {
  expect(lostInCast(amounts('text', 0.01))).toEqual({
    value: 1,
    text: '100 % of the rows that lack amount beyond the usual have a text there in raw_orders, which is no number any more.',
  })
  expect(asksFor(amounts('text', 0.01))).toEqual(['cast'])
})

test('where it is null there as well, or a number, no cast lost it', () => {
  expect(lostInCast(amounts('text', 0.25))?.value).toBe(0)
  expect(isCastUpstream(amounts('decimal', 0.01))).toBe(false)
  expect(asksFor(amounts('decimal', 0.01))).toEqual(['dressed', 'null'])
})
