import { expect, it } from 'vitest'
import { anomaly, focus, question, series } from '../../../testing/facts.ts'
import { initial } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { SegmentsSignal, ValueCount } from '../../measure/signal.ts'
import { machinePlace } from './crowds.ts'
import { nullsInNewValue } from './place.ts'

const state: Case = {
  ...initial,
  focus,
  question: { ...question, metric: { kind: 'nullRate', column: 'user_id' } },
  anomaly: { ...anomaly, observed: 0.3, expected: 0.1 },
}

const value = (name: string, days: readonly number[], [alert, nulls]: readonly [number, number]): ValueCount => ({
  value: name,
  days,
  rows: { alert, normal: days.reduce((sum, rows) => sum + rows, 0) / days.length },
  lens: { alert: nulls, normal: 0.1 },
})

const withValues = (values: readonly ValueCount[]): Case => ({
  ...state,
  signals: [
    series,
    { scan: 'values', columns: [{ column: 'build', strength: 1, distinct: { alert: 3, normal: 3 }, values }] },
  ],
})

it('a value that came with the nulls is a release in a column that holds still, and none in one with new values every day', () => {
  const held = [200, 200, 200, 200]
  const fresh = value('7.4', [0, 0, 0, 0], [200, 1])
  expect(
    nullsInNewValue(withValues([value('7.2', held, [200, 0.1]), value('7.3', held, [200, 0.1]), fresh]))?.value,
  ).toBeGreaterThan(0.9)
  const daily = ['01', '02', '03', '04'].map((day, index) =>
    value(
      `2026-06-${day}`,
      [0, 0, 0, 0].map((_, at) => (at === index ? 400 : 0)),
      index === 3 ? [200, 0.1] : [0, 0],
    ),
  )
  expect(nullsInNewValue(withValues([...daily, value('2026-06-05', [0, 0, 0, 0], [400, 0.1]), fresh]))?.value).toBe(0)
})

it('a machine that normal days hardly know is the place of the change, and one that has always been there is not', () => {
  const found = (agent: string, normal: number) => {
    const segments: SegmentsSignal = {
      scan: 'segments',
      verdict: 'located',
      causes: [
        {
          segment: [{ column: 'agent', value: agent }],
          observed: 0.2,
          expected: 2,
          effect: -0.9,
          score: 20,
          share: 0.8,
          rows: { alert: 100, normal },
        },
      ],
      leads: [],
      coverage: 0.8,
      placebo: null,
      complement: { observed: 2, expected: 2 },
      dimensions: ['agent'],
    }
    return machinePlace({ ...state, signals: [series, segments] })?.value ?? null
  }
  expect([found('python-requests/2.31', 0), found('python-requests/2.31', 90), found('Firefox 150', 0)]).toEqual([
    0.8,
    null,
    null,
  ])
})
