import { expect, it } from 'vitest'
import { anomaly, contextGathered, question, ranQuery, series } from '../../testing/facts.ts'
import type { InvestigationEvent } from '../investigation/events.ts'
import { evolve, initial } from '../investigation/state.ts'
import { asCase } from '../measure/planned.ts'
import type { HoursSignal, OnsetSignal, SegmentsSignal, SeriesSignal } from '../measure/signal.ts'
import type { Metric } from '../metric/metric.ts'
import { onsetOf } from './onset.ts'

const segments: SegmentsSignal = {
  scan: 'segments',
  verdict: 'located',
  coverage: 1,
  complement: { observed: 500, expected: 500 },
  dimensions: ['country'],
  causes: [
    {
      segment: [{ column: 'country', value: 'DE' }],
      observed: 0,
      expected: 500,
      effect: -1,
      share: 1,
      rows: { alert: 0, normal: 500 },
      score: 100,
    },
  ],
}
const usual = Array.from({ length: 24 }, () => 100)
/** In the segment rows are missing from 15:00 on. */
const hours: HoursSignal = {
  scan: 'hours',
  normal: usual,
  days: [
    { day: '2026-06-11', rows: usual },
    { day: '2026-06-12', rows: usual.map((rows, hour) => (hour < 15 ? rows : 0)) },
    { day: '2026-06-13', rows: usual },
  ],
}

const onsetWhere = (metric: Metric, measured: Partial<SeriesSignal> = {}, more: readonly OnsetSignal[] = []) => {
  const facts: readonly InvestigationEvent[] = [
    { type: 'InvestigationOpened', data: { question: { ...question, metric }, openedBy: null } },
    contextGathered,
    { type: 'QueryRan', data: ranQuery },
    { type: 'AnomalyMeasured', data: { anomaly: { ...anomaly, onset: { at: '2026-06-12T13', precision: 'hour' } } } },
    ...[{ ...series, ...measured }, segments, hours, ...more].map(
      signal => ({ type: 'SignalMeasured', data: { signal } }) as const,
    ),
  ]
  const found = asCase(facts.reduce(evolve, initial))
  return (
    found &&
    onsetOf(
      found,
      segments.causes.map(({ segment }) => segment),
    )
  )
}

it('dates missing rows by the hours of their segment', () => {
  expect(onsetWhere({ kind: 'rowCount' })).toEqual({ at: '2026-06-12T15', precision: 'hour' })
})

it('does not date values that changed by the rows of their segment', () => {
  const changed = { rows: { alert: 1000, normal: 1000 }, mean: { alert: 30, normal: 10 } }
  expect(onsetWhere({ kind: 'sum', column: 'amount' }, changed)).toEqual({ at: '2026-06-12T13', precision: 'hour' })
})

const at = (hour: number) => `2026-06-12T${String(hour).padStart(2, '0')}`
const hourly = (rows: (hour: number) => number): SeriesSignal['hours'] =>
  usual.map((expectedRows, hour) => ({ at: at(hour), rows: rows(hour), expectedRows }))

it('dates silence by the hour since which less than half is there', () => {
  expect(onsetWhere({ kind: 'freshness' }, { hours: hourly(hour => (hour < 14 ? 96 : hour === 14 ? 40 : 0)) })).toEqual(
    { at: '2026-06-12T14', precision: 'hour' },
  )
})

it('dates values that changed by what the rows of the segment became, not by the mean of all', () => {
  const kinds = (marked: number) => [50 - marked, marked]
  const onset: OnsetSignal = {
    scan: 'onset',
    usual: Array.from({ length: 24 }, () => kinds(1)),
    hours: usual.map((_, hour) => ({ at: at(hour), kinds: kinds(hour < 8 ? 1 : 20) })),
  }
  expect(onsetWhere({ kind: 'nullRate', column: 'country' }, {}, [onset])).toEqual({
    at: '2026-06-12T08',
    precision: 'hour',
  })
})
