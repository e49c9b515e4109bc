import { expect, it } from 'vitest'
import { anomaly, contextGathered, opened, ranQuery, series } from '../../testing/facts.ts'
import type { InvestigationEvent } from '../investigation/events.ts'
import { evolve, initial } from '../investigation/state.ts'
import { asCase, type Case } from '../measure/planned.ts'
import { openPredictions } from './openPredictions.ts'
import { propose } from './propose.ts'

const caseOf = (facts: readonly InvestigationEvent[]): Case => {
  const found = asCase(facts.reduce(evolve, initial))
  if (!found) throw new Error('The case is not measured')
  return found
}

/** Each hour of the day with the same share of its rows. */
const thinned = (share: number) => ({
  ...series,
  newest: '2026-06-14T23',
  rows: { alert: 2400 * share, normal: 2400 },
  hours: Array.from({ length: 24 }, (_, hour) => ({
    at: `2026-06-12T${String(hour).padStart(2, '0')}`,
    rows: 100 * share + ((hour * 7) % 23),
    expectedRows: 100,
  })),
})

const proposed = (share: number) => {
  const measured: readonly InvestigationEvent[] = [
    opened,
    contextGathered,
    { type: 'QueryRan', data: ranQuery },
    { type: 'AnomalyMeasured', data: { anomaly } },
    { type: 'SignalMeasured', data: { signal: thinned(share) } },
  ]
  const { hypotheses, predictions } = propose(caseOf(measured))
  return caseOf([
    ...measured,
    ...hypotheses.map(hypothesis => ({ type: 'HypothesisProposed', data: { hypothesis } }) as const),
    ...predictions.map(prediction => ({ type: 'PredictionRegistered', data: { prediction } }) as const),
  ])
}

const openKinds = (state: Case) => new Set(openPredictions(state).map(({ hypothesis }) => hypothesis))

it('asks no more of a hypothesis that the series has refuted, and of all others everything', () => {
  const state = proposed(0.5)
  const open = openKinds(state)
  expect({
    missingSlice: open.has('missingSlice'),
    partialLoad: open.has('partialLoad'),
    feedOutage: open.has('feedOutage'),
  }).toEqual({ missingSlice: true, partialLoad: false, feedOutage: true })
  const ofFeeds = (predictions: Case['predictions']) =>
    predictions.filter(({ hypothesis }) => hypothesis === 'feedOutage').length
  expect(ofFeeds(openPredictions(state))).toBe(ofFeeds(state.predictions))
})

it('asks everything before anything is measured', () => {
  const state = { ...proposed(0.5), signals: [] }
  expect(openPredictions(state)).toEqual(state.predictions)
})
