import { expect, test } from 'vitest'
import { anomaly, focus, question, series } from '../../../testing/facts.ts'
import { initial } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import { othersMoved } from './columns.ts'

/** A number of which 1 % more are zero, and whose median moved so many times. */
const moved = (factor: number): Case => ({
  ...initial,
  focus,
  question: { ...question, metric: { kind: 'average', column: 'net' } },
  anomaly,
  signals: [
    series,
    {
      scan: 'profile',
      columns: [
        {
          column: 'net',
          part: 'inside',
          rows: { alert: 10_000, normal: 10_000 },
          nullRate: { alert: 0, normal: 0 },
          nullWithTarget: null,
          texts: null,
          numbers: {
            mean: { alert: 20 * factor, normal: 20 },
            sizes: [{ p: 0.5, alert: 20 * factor, normal: 20 }],
            quantiles: [{ p: 0.5, alert: 20 * factor, normal: 20 }],
            negativeRate: { alert: 0, normal: 0 },
            zeroRate: { alert: 0.03, normal: 0.02 },
            sentinels: [],
          },
        },
      ],
    },
  ],
})

test.each([
  ['are as usual', 1.1, 0],
  ['moved, and it cannot be told why', 1.7, undefined],
  ['moved by far', 5, 1],
])('beside a rare placeholder the values %s', (_, factor, value) => {
  expect(othersMoved(moved(factor))?.value).toBe(value)
})
