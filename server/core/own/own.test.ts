import { expect, test } from 'vitest'
import { queryAsked, rejected } from '../../testing/approvalFacts.ts'
import { contextGathered, measured, opened, ranQuery } from '../../testing/facts.ts'
import { given } from '../../testing/given.ts'
import { conclude } from '../finding/conclude.ts'
import type { InvestigationEvent } from '../investigation/events.ts'
import { evolve, initial } from '../investigation/state.ts'
import type { Steering } from '../investigation/steering.ts'
import { asCase } from '../measure/planned.ts'
import { asId, type PersonId } from '../shared/ids.ts'
import { ownFault } from './checkOwn.ts'
import type { OwnWish } from './ownHypothesis.ts'

const by = { by: asId<PersonId>('grace'), byName: 'Grace' }
const predicted = {
  claim: 'Most orders of the app are gone',
  unit: 'count',
  ifTrue: { min: null, max: 10 },
  ifFalse: { min: 100, max: null },
  strength: 'decisive',
  sql: `SELECT count(*) FROM shop.orders WHERE {{rows}} AND country = 'DE'`,
} as const
const wish: OwnWish = { statement: 'The app could not place orders', predictions: [predicted] }
const hypothesis = { ...by, id: 'own1', statement: wish.statement, predictions: [{ ...predicted, id: 'own1.p1' }] }
const added: InvestigationEvent = { type: 'OwnHypothesisAdded', data: { hypothesis } }
const test1 = {
  prediction: 'own1.p1',
  observed: 3,
  usual: 400,
  problem: null,
  queries: ['own:own1.p1', 'own:own1.p1:usual'],
}
const tested: InvestigationEvent = { type: 'OwnPredictionTested', data: { test: test1 } }
const dropped: InvestigationEvent = {
  type: 'OwnHypothesisDropped',
  data: { ...by, hypothesis: 'own1', reason: 'we asked them' },
}
const proposed: readonly InvestigationEvent[] = [
  {
    type: 'HypothesisProposed',
    data: { hypothesis: { kind: 'feedOutage', statement: 'One feed stopped.', priorNats: 0 } },
  },
  {
    type: 'PredictionRegistered',
    data: { prediction: { ...predicted, id: 'feedOutage.x', hypothesis: 'feedOutage', scan: 'hours' } },
  },
]
const running = [opened, contextGathered, ...measured, ...proposed]
const steered = (steering: Steering) => ({ type: 'SteerInvestigation', wish: steering, by }) as const
const done: readonly InvestigationEvent[] = [
  ...(['values', 'segments', 'onset', 'upstream', 'hours'] as const).map(
    scan => ({ type: 'QueryFailed', data: { id: scan, scan, purpose: '', sql: '', code: 'x', message: 'x' } }) as const,
  ),
  {
    type: 'EvidenceRecorded',
    data: { evidence: { prediction: 'p', hypothesis: 'feedOutage', observed: null, text: '', nats: 0, queries: [] } },
  },
  { type: 'RowsSampled', data: { samples: { bad: null, good: null, same: false, masked: [] } } },
]
const told = (...events: readonly InvestigationEvent[]) => {
  const found = asCase(events.reduce(evolve, initial))
  return found && conclude(found, null)
}
const saidOfIt = (...events: readonly InvestigationEvent[]) =>
  told(...events)?.whatCausedIt.filter(({ text }) => text.startsWith('Grace supposed'))

test("a cause in a person's own words is on record with what it predicts before its query is due", () => {
  given(...running)
    .when(steered({ kind: 'addOwn', hypothesis: wish }))
    .then(added)
  given(...running, added).due('runScan:hours', 'testOwn:own1.p1')
  given(opened, contextGathered, ...measured)
    .when(steered({ kind: 'addOwn', hypothesis: wish }))
    .refused('too-early')
  given(...running, added)
    .when(steered({ kind: 'addOwn', hypothesis: wish }))
    .refused('proposed-already')
  const twenty = Array.from(
    { length: 20 },
    (_, place) =>
      ({
        type: 'OwnHypothesisAdded',
        data: { hypothesis: { ...hypothesis, id: `own${place + 1}`, statement: `${place}` } },
      }) as const,
  )
  given(...running, ...twenty)
    .when(steered({ kind: 'addOwn', hypothesis: wish }))
    .refused('too-many')
})

test('it holds no scan up, and the report waits for it', () => {
  const held: InvestigationEvent = {
    type: 'ApprovalRequested',
    data: { request: queryAsked({ kind: 'testOwn', prediction: 'own1.p1' }, 'own:own1.p1') },
  }
  given(...running, added, held).due('runScan:hours')
  given(...running, ...done).due('conclude')
  given(...running, ...done, added).due('testOwn:own1.p1')
  given(...running, ...done, added, held).due()
  given(...running, ...done, added, tested).due('conclude')
})

test('an answer is recorded once, and none of a cause that was dropped meanwhile', () => {
  const record = { type: 'RecordOwnTest', test: test1, queries: [{ ...ranQuery, id: 'own:own1.p1' }] } as const
  given(...running, added)
    .when(record)
    .then({ type: 'QueryRan', data: { ...ranQuery, id: 'own:own1.p1' } }, tested)
  given(...running, added, tested)
    .when(record)
    .then()
  given(...running, added)
    .when(steered({ kind: 'dropOwn', hypothesis: 'own1', reason: 'we asked them' }))
    .then(dropped)
  given(...running, added, dropped)
    .when(record)
    .then()
  given(...running, added, dropped)
    .when(steered({ kind: 'dropOwn', hypothesis: 'own1', reason: null }))
    .refused('not-proposed')
  given(...running, ...done, added, dropped).due('conclude')
})

test('what came of it is told with the name, by the rule, and changes nothing else of the report', () => {
  const [without, held] = [told(...running, ...done), told(...running, ...done, added, tested)]
  expect(saidOfIt(...running, ...done, added, tested)).toEqual([
    {
      text: 'Grace supposed: The app could not place orders. Of it, what it predicts held, which makes it a lead and no proven cause.',
      queries: test1.queries,
    },
  ])
  expect({ ...held, whatCausedIt: held?.whatCausedIt.slice(0, -1) }).toEqual(without)
  const usual: InvestigationEvent = { type: 'OwnPredictionTested', data: { test: { ...test1, usual: 4 } } }
  expect(saidOfIt(...running, ...done, added, usual)?.[0]?.text).toContain('its predictions do not decide')
  const failed: InvestigationEvent = { type: 'OwnPredictionTested', data: { test: { ...test1, observed: 500 } } }
  expect(saidOfIt(...running, ...done, added, failed)?.[0]?.text).toContain('what it predicts did not hold')
  expect(saidOfIt(...running, ...done, added, dropped)?.[0]?.text).toContain(
    'It was left out by Grace, because we asked them.',
  )
})

test('a query of it that somebody rejected leaves it untested, and the report says who and why', () => {
  const request = queryAsked({ kind: 'testOwn', prediction: 'own1.p1' }, 'own:own1.p1')
  const asked: InvestigationEvent = { type: 'ApprovalRequested', data: { request } }
  const given1 = given(...running, ...done, added, asked)
  given1.when({ type: 'DecideApproval', decision: rejected(request), at: new Date('2026-06-13T00:00:00Z') }).then(
    { type: 'ApprovalDecided', data: { decision: rejected(request) } },
    {
      type: 'StepGivenUp',
      data: {
        step: 'testOwn:own1.p1',
        code: 'rejected',
        message: `The numbers of own:own1.p1: rejected by Grace, because it reads addresses.`,
      },
    },
  )
  const after = [
    ...running,
    ...done,
    added,
    asked,
    { type: 'ApprovalDecided', data: { decision: rejected(request) } } as const,
    {
      type: 'StepGivenUp',
      data: {
        step: 'testOwn:own1.p1',
        code: 'rejected',
        message: 'It was rejected by Grace, because it reads addresses.',
      },
    } as const,
  ]
  given(...after).due('conclude')
  expect(saidOfIt(...after)?.[0]?.text).toContain(
    'It was not tested: It was rejected by Grace, because it reads addresses.',
  )
})

test('a wish that no number could judge is told what is wrong with it, and where', () => {
  const fault = (part: object) => ownFault({ ...wish, predictions: [{ ...predicted, ...part }] })?.path.join('.')
  expect(ownFault(wish)).toBeNull()
  expect(ownFault({ ...wish, statement: ' ' })?.path).toEqual(['statement'])
  expect(ownFault({ ...wish, predictions: [] })?.path).toEqual(['predictions'])
  expect([
    fault({ claim: '' }),
    fault({ sql: '' }),
    fault({ ifTrue: { min: null, max: null } }),
    fault({ ifTrue: { min: 5, max: 1 } }),
    fault({ ifFalse: { min: NaN, max: null } }),
    fault({ ifFalse: { min: 10, max: null } }),
    fault({ ifFalse: { min: 11, max: null } }),
  ]).toEqual([
    'predictions.0.claim',
    'predictions.0.sql',
    'predictions.0.ifTrue',
    'predictions.0.ifTrue',
    'predictions.0.ifFalse',
    'predictions.0.ifFalse',
    undefined,
  ])
})
