import { expect, test } from 'vitest'
import { anomaly, contextGathered, focus, measured, opened, ranQuery, series } from '../../testing/facts.ts'
import { given } from '../../testing/given.ts'
import { propose } from '../hypothesis/propose.ts'
import { asCase } from '../measure/planned.ts'
import type { InvestigationEvent } from './events.ts'
import { evolve, initial } from './state.ts'
import { newlyDue } from './stepsDue.ts'

const found = asCase([opened, contextGathered, ...measured].reduce(evolve, initial))
if (!found) throw new Error('The case is made of these facts')
const proposal = propose(found)
const proposed: readonly InvestigationEvent[] = [
  ...proposal.hypotheses.map(hypothesis => ({ type: 'HypothesisProposed', data: { hypothesis } }) as const),
  ...proposal.predictions.map(prediction => ({ type: 'PredictionRegistered', data: { prediction } }) as const),
]

test('each fact calls for the next step', () => {
  given().due()
  given(opened).due('gatherContext')
  given(opened, contextGathered).due('measureAnomaly')
  given(opened, contextGathered, ...measured).due('proposeHypotheses')
})

test('without an anomaly the case concludes', () => {
  given(
    opened,
    contextGathered,
    { type: 'QueryRan', data: ranQuery },
    { type: 'AnomalyNotFound', data: { anomaly } },
    { type: 'SignalMeasured', data: { signal: series } },
  ).due('conclude')
})

test('scans come after the predictions that wait for them, and the weighing after the scans', () => {
  const steps = [opened, contextGathered, ...measured, ...proposed]
  const profiled = [...steps, { type: 'SignalMeasured', data: { signal: { scan: 'profile', columns: [] } } }] as const
  given(...steps).due('runScan:profile', 'runScan:hours')
  given(...profiled).due('runScan:hours')
  given(...profiled, { type: 'SignalMeasured', data: { signal: { scan: 'hours', normal: [], days: [] } } }).due(
    'weighEvidence',
  )
  given(...profiled, {
    type: 'StepGivenUp',
    data: { step: 'runScan:hours', code: 'timed-out', message: 'Too slow.' },
  }).due('weighEvidence')
})

test('an ended case calls for nothing', () => {
  given(opened, { type: 'InvestigationCancelled', data: { by: null, byName: null } }).due()
})

test('a step is newly due once', () => {
  const before = evolve(initial, opened)
  const after = evolve(before, { type: 'ContextGathered', data: { focus } })
  expect(newlyDue(before, after)).toEqual([{ kind: 'measureAnomaly' }])
  expect(newlyDue(after, after)).toEqual([])
})
