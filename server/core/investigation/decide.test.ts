import { expect, test } from 'vitest'
import { anomaly, contextGathered, focus, measured, opened, question, ranQuery, series } from '../../testing/facts.ts'
import { given } from '../../testing/given.ts'
import { decide } from './decide.ts'
import type { InvestigationEvent } from './events.ts'
import { initial } from './state.ts'

const cancelled: InvestigationEvent = { type: 'InvestigationCancelled', data: { by: null, byName: null } }
const failed = (message: string): InvestigationEvent => ({
  type: 'InvestigationFailed',
  data: { reason: 'step-failed', message },
})

test('opens a case once', () => {
  given().when({ type: 'OpenInvestigation', question, openedBy: null }).then(opened)
  given(opened).when({ type: 'OpenInvestigation', question, openedBy: null }).refused('already-open')
})

test('a case that was never opened is not found', () => {
  given().when({ type: 'RecordContext', focus }).refused('not-found')
  given().when({ type: 'CancelInvestigation', by: null, byName: null }).refused('not-found')
})

test('records the context once, however often the step comes', () => {
  given(opened).when({ type: 'RecordContext', focus }).then(contextGathered)
  given(opened, contextGathered).when({ type: 'RecordContext', focus }).then()
})

test('records the anomaly with its query and its series, in this order', () => {
  given(opened, contextGathered)
    .when({ type: 'RecordAnomaly', query: ranQuery, anomaly, found: true, series })
    .then(...measured)
})

test('says that there is no anomaly', () => {
  given(opened, contextGathered)
    .when({ type: 'RecordAnomaly', query: ranQuery, anomaly, found: false, series })
    .then(
      { type: 'QueryRan', data: ranQuery },
      { type: 'AnomalyNotFound', data: { anomaly } },
      { type: 'SignalMeasured', data: { signal: series } },
    )
})

test('a scan given up leaves the case running without its answer', () => {
  given(opened, contextGathered, ...measured)
    .when({ type: 'GiveUpStep', step: { kind: 'runScan', scan: 'keys' }, code: 'timed-out', message: 'Too slow.' })
    .then({ type: 'StepGivenUp', data: { step: 'runScan:keys', code: 'timed-out', message: 'Too slow.' } })
})

test('any other step given up ends the case in words', () => {
  given(opened)
    .when({
      type: 'GiveUpStep',
      step: { kind: 'gatherContext' },
      code: 'unreachable',
      message: 'The data source is down.',
    })
    .then(
      {
        type: 'StepGivenUp',
        data: { step: 'gatherContext', code: 'unreachable', message: 'The data source is down.' },
      },
      failed('The data source is down.'),
    )
})

test('an ended case takes no more facts and cannot be cancelled', () => {
  given(opened, cancelled).when({ type: 'RecordContext', focus }).then()
  given(opened, cancelled).when({ type: 'CancelInvestigation', by: null, byName: null }).refused('not-running')
  given(opened).when({ type: 'CancelInvestigation', by: null, byName: null }).then(cancelled)
})

test('decides nothing on a state of its own making', () => {
  expect(decide({ type: 'RecordEvidence', evidence: [] }, { ...initial, status: 'running', weighed: true })).toEqual({
    ok: true,
    value: [],
  })
})
