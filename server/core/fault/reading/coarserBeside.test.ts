import { expect, it } from 'vitest'
import { anomaly, column, focus, question, series } from '../../../testing/facts.ts'
import { initial } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { NumberProfile } from '../../measure/signal.ts'
import { coarserBeside } from './numbers.ts'

const still = { alert: 0, normal: 0 }

/** Of 2,000 values, those that are whole went from 0.1 % to `whole`, and zeros from none to `zero`. */
const beside = (whole: number, zero: number) => {
  const numbers: NumberProfile = {
    mean: { alert: 2, normal: 2 },
    sizes: [],
    quantiles: [],
    negativeRate: still,
    zeroRate: { alert: zero, normal: 0 },
    sentinels: [],
    grain: {
      grids: [{ grid: 'whole numbers', step: 1, rate: { alert: whole, normal: 0.001 } }],
      limitRate: still,
      beyond: null,
    },
  }
  const state: Case = {
    ...initial,
    anomaly,
    focus: { ...focus, table: { ...focus.table, columns: [column('net', 'decimal')] } },
    question: { ...question, metric: { kind: 'average', column: 'net' } },
    signals: [
      series,
      {
        scan: 'profile',
        columns: [
          {
            column: 'net',
            part: 'inside',
            rows: { alert: 2000, normal: 2000 },
            nullRate: still,
            nullWithTarget: null,
            texts: null,
            numbers,
          },
        ],
      },
    ],
  }
  return coarserBeside(state)?.value
}

it('tells rounding, of which a part is zero, from zeros in the place of values', () => {
  expect(beside(0.12, 0.02)).toBeCloseTo(0.83, 2)
  expect(beside(0.021, 0.02)).toBe(0)
  expect(beside(0.03, 0.02)).toBeLessThan(0.4)
})
