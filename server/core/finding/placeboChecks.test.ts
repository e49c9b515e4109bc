import { expect, test } from 'vitest'
import { anomaly, contextGathered, measured, opened } from '../../testing/facts.ts'
import { evolve, initial } from '../investigation/state.ts'
import { asCase, type Case } from '../measure/planned.ts'
import type { SegmentsSignal } from '../measure/signal.ts'
import type { SeriesPoint } from '../metric/anomaly.ts'
import { addDays } from '../shared/calendar.ts'
import { confidencesOf } from './confidence.ts'
import { generalChecks } from './generalChecks.ts'

const known = asCase([opened, contextGathered, ...measured].reduce(evolve, initial))
if (!known) throw new Error('The case is not measured')

const day = (index: number, value: number): SeriesPoint => ({
  at: addDays('2026-06-11', -index),
  value,
  rows: value,
  expected: 1000,
  low: 900,
  high: 1100,
})
/** The alert's day was five half widths off. */
const withDays = (count: number, odd: number): Case => ({
  ...known,
  anomaly: { ...anomaly, series: Array.from({ length: count }, (_, index) => day(index, index < odd ? 400 : 1010)) },
})
const checkOf = (state: Case, id: string) => generalChecks(state).find(check => check.id === id)

test('a day as no other was is told apart from one of which there are some', () => {
  expect(checkOf(withDays(40, 0), 'placeboDays')).toMatchObject({
    verdict: 'refuted',
    observed: 0,
    text: 'Of 40 days before, read in the same way, none was as far off.',
  })
  expect(checkOf(withDays(40, 6), 'placeboDays')).toMatchObject({
    verdict: 'weak',
    observed: 0.15,
    text: 'Of 40 days before, read in the same way, 6 were as far off.',
  })
})

test('too few days are no distribution', () => {
  expect(checkOf(withDays(9, 0), 'placeboDays')).toBeUndefined()
})

const segments = (placebo: number | null): SegmentsSignal => ({
  scan: 'segments',
  verdict: 'located',
  coverage: 0.9,
  placebo,
  complement: { observed: 1, expected: 1 },
  dimensions: ['country'],
  causes: [
    {
      segment: [{ column: 'country', value: 'DE' }],
      observed: 0,
      expected: 9,
      effect: -1,
      share: 0.9,
      score: 20,
      rows: { alert: 0, normal: 9 },
    },
  ],
})
const searched = (placebo: number | null): Case => ({ ...known, signals: [...known.signals, segments(placebo)] })

test('a segment that stands out on a normal day as well is worth little, and the place is not claimed on it', () => {
  const claim = { conclusion: 'causeFound', kind: 'feedOutage', probability: 0.9 } as const
  expect(checkOf(searched(25), 'placeboSegment')).toMatchObject({ verdict: 'weak', observed: 1.25 })
  expect(confidencesOf(searched(25), claim).where).toMatchObject({
    value: 0.5,
    limits: ['The same search finds a segment as plain on a normal day.'],
  })
  expect(checkOf(searched(2), 'placeboSegment')).toMatchObject({ verdict: 'refuted', observed: 0.1 })
  expect(confidencesOf(searched(2), claim).where.value).toBeGreaterThan(0.5)
})

test('without a normal day to spare nothing is said of it', () => {
  expect(checkOf(searched(null), 'placeboSegment')).toBeUndefined()
})
