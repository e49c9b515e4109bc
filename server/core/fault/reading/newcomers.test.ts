import { expect, it } from 'vitest'
import { anomaly, focus, question, series } from '../../../testing/facts.ts'
import { initial } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import { kinShare, placeholderShare, unrelatedShare } from './newcomers.ts'

/** Of eighty clients six or seven come for the first time on any day; `fresh` of them today. */
const clients = (fresh: number): Case => {
  const old = Array.from({ length: 80 }, (_, index) => ({
    value: `client ${String(index)}`,
    rows: { normal: 10, alert: 10 },
    days: [10, 10, 10, 10],
    lens: null,
  }))
  const once = Array.from({ length: 26 }, (_, index) => ({
    value: `once ${String(index)}`,
    rows: { normal: 2, alert: 0 },
    days: [0, 1, 2, 3].map(day => (index % 4 === day ? 8 : 0)),
    lens: null,
  }))
  const today = Array.from({ length: fresh }, (_, index) => ({
    value: `today ${String(index)}`,
    rows: { normal: 0, alert: 8 },
    days: [0, 0, 0, 0],
    lens: null,
  }))
  return {
    ...initial,
    focus,
    anomaly,
    question: { ...question, metric: { kind: 'distinctCount', column: 'client' } },
    signals: [
      series,
      {
        scan: 'values',
        columns: [
          {
            column: 'client',
            distinct: { alert: 80 + fresh, normal: 87 },
            values: [...old, ...once, ...today],
            strength: 1,
          },
        ],
      },
    ],
  }
}

it('says a number of what is new, however few new values there are beside those of any day', () => {
  const shares = [0, 3, 6, 7, 12].map(fresh =>
    [kinShare('spelling')(clients(fresh)), placeholderShare(clients(fresh)), unrelatedShare(clients(fresh))].map(
      reading => reading?.value,
    ),
  )
  expect(shares.flat().filter(value => value === undefined || !Number.isFinite(value))).toEqual([])
})
