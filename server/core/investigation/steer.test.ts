import { expect, test } from 'vitest'
import { approved, contextAsked, contextChanged, scanAsked } from '../../testing/approvalFacts.ts'
import { contextGathered, measured, opened } from '../../testing/facts.ts'
import { given } from '../../testing/given.ts'
import { weighEvidence } from '../evidence/weigh.ts'
import { conclude } from '../finding/conclude.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import { faults } from '../fault/index.ts'
import { asksFor, hypothesisOf, propose } from '../hypothesis/propose.ts'
import { rank } from '../hypothesis/ranking.ts'
import { asCase } from '../measure/planned.ts'
import { asId, type PersonId } from '../shared/ids.ts'
import type { InvestigationEvent } from './events.ts'
import { evolve, initial } from './state.ts'
import { newlyDue } from './stepsDue.ts'
import type { Steering } from './steering.ts'
import { upcast } from './upcast.ts'

const by = { by: asId<PersonId>('grace'), byName: 'Grace' }
const wish = (steering: Steering) => ({ type: 'SteerInvestigation', wish: steering, by }) as const
const paused: InvestigationEvent = { type: 'InvestigationPaused', data: by }
const resumed: InvestigationEvent = { type: 'InvestigationResumed', data: by }
const stateOf = (...events: readonly InvestigationEvent[]) => events.reduce(evolve, initial)
const caseOf = (...events: readonly InvestigationEvent[]) => {
  const found = asCase(stateOf(...events))
  if (!found) throw new Error('The case is made of these facts')
  return found
}
const start = [opened, contextGathered, ...measured]
const { hypotheses, predictions } = propose(caseOf(...start))
const proposed: readonly InvestigationEvent[] = [
  ...hypotheses.map(hypothesis => ({ type: 'HypothesisProposed', data: { hypothesis } }) as const),
  ...predictions.map(prediction => ({ type: 'PredictionRegistered', data: { prediction } }) as const),
]
const running = [...start, ...proposed]
const scanned: readonly InvestigationEvent[] = (
  ['values', 'segments', 'profile', 'keys', 'references', 'hours', 'siblings', 'onset', 'upstream'] as const
).map(scan => ({ type: 'StepGivenUp', data: { step: `runScan:${scan}`, code: 'x', message: 'x' } }) as const)
const weighed = (...facts: readonly InvestigationEvent[]): readonly InvestigationEvent[] =>
  weighEvidence(caseOf(...facts)).map(evidence => ({ type: 'EvidenceRecorded', data: { evidence } }))
const first = hypotheses[0]?.kind ?? 'expectedChange'
const other =
  faults.find(({ kind }) => !hypotheses.some(each => each.kind === kind) && asksFor(kind, caseOf(...start)).length > 0)
    ?.kind ?? 'expectedChange'

test('a paused case has nothing due until somebody resumes it, and then exactly what it had', () => {
  given(...running)
    .when(wish({ kind: 'pause' }))
    .then(paused)
  given(...running, paused).due()
  given(opened, paused).due()
  given(...running, paused, resumed).due('runScan:profile', 'runScan:hours')
  expect(newlyDue(stateOf(...running, paused), stateOf(...running, paused, resumed))).toEqual([
    { kind: 'runScan', scan: 'profile' },
    { kind: 'runScan', scan: 'hours' },
  ])
  given(...running, paused)
    .when(wish({ kind: 'pause' }))
    .refused('paused-already')
  given(...running)
    .when(wish({ kind: 'resume' }))
    .refused('not-paused')
  given(...running, paused)
    .when(wish({ kind: 'resume' }))
    .then(resumed)
  given(opened, { type: 'InvestigationCancelled', data: { by: null, byName: null } })
    .when(wish({ kind: 'pause' }))
    .refused('not-running')
  given()
    .when(wish({ kind: 'pause' }))
    .refused('not-found')
})

test('what was under way when somebody paused is recorded, but no report is drawn', () => {
  const finding = conclude(caseOf(...start), null)
  const done = [
    ...running,
    ...scanned,
    ...weighed(...running, ...scanned),
    { type: 'StepGivenUp', data: { step: 'sampleRows', code: 'x', message: 'x' } },
  ] as const
  given(...done)
    .when({ type: 'ReachFinding', finding })
    .then({ type: 'FindingReached', data: { finding } })
  given(...done, paused)
    .when({ type: 'ReachFinding', finding })
    .then()
  given(...running, paused)
    .when({
      type: 'RecordFailedScan',
      scan: 'hours',
      query: { id: 'hours', scan: 'hours', purpose: 'p', sql: '', code: 'x', message: 'x' },
    })
    .then({ type: 'QueryFailed', data: { id: 'hours', scan: 'hours', purpose: 'p', sql: '', code: 'x', message: 'x' } })
})

test('hints are kept with those of a context review', () => {
  given(...running)
    .when(wish({ kind: 'addHint', text: 'A release' }))
    .then({ type: 'HintAdded', data: { ...by, text: 'A release' } })
  const asked = { type: 'ApprovalRequested', data: { request: contextAsked } } as const
  const said = { type: 'ApprovalDecided', data: { decision: contextChanged({ hint: 'look at apps' }) } } as const
  expect(stateOf(...start, asked, said, { type: 'HintAdded', data: { ...by, text: 'A release' } }).hints).toEqual([
    'look at apps',
    'A release',
  ])
})

test("a cause of a person's own registers what it predicts, is tested, and weighed like the others", () => {
  const found = caseOf(...running)
  const registered = asksFor(other, found).map(
    prediction => ({ type: 'PredictionRegistered', data: { prediction } }) as const,
  )
  const added = { type: 'HypothesisAdded', data: { ...by, hypothesis: hypothesisOf(other, found) } } as const
  given(...running)
    .when(wish({ kind: 'addHypothesis', hypothesis: other }))
    .then(added, ...registered)
  given(...start)
    .when(wish({ kind: 'addHypothesis', hypothesis: other }))
    .refused('too-early')
  given(...running, added)
    .when(wish({ kind: 'addHypothesis', hypothesis: other }))
    .refused('proposed-already')
  // It comes after everything was weighed: its scans are due, it alone is weighed, and what was weighed stays.
  const before = [...running, ...scanned.slice(2), ...weighed(...running, ...scanned)]
  given(...before).due('sampleRows')
  const after = stateOf(...before, added, ...registered)
  expect(after.weighed).toBe(false)
  const all = weighEvidence(caseOf(...before, added, ...registered))
  given(...before, added, ...registered)
    .when({ type: 'RecordEvidence', evidence: all })
    .then(
      ...all
        .filter(({ hypothesis }) => hypothesis === other)
        .map(evidence => ({ type: 'EvidenceRecorded', data: { evidence } }) as const),
    )
  expect(
    rank(
      stateOf(
        ...before,
        added,
        ...registered,
        ...all
          .filter(({ hypothesis }) => hypothesis === other)
          .map(evidence => ({ type: 'EvidenceRecorded', data: { evidence } }) as const),
      ),
    ).find(({ kind }) => kind === other)?.verdict,
  ).toBe('inconclusive')
})

test('a cause that was left out is neither tested nor weighed nor ranked, and the report says so; it may come back', () => {
  const dropped = { type: 'HypothesisDropped', data: { ...by, kind: first, reason: 'we checked' } } as const
  given(...running)
    .when(wish({ kind: 'dropHypothesis', hypothesis: first, reason: 'we checked' }))
    .then(dropped)
  given(...running)
    .when(wish({ kind: 'dropHypothesis', hypothesis: other, reason: null }))
    .refused('not-proposed')
  const state = caseOf(...running, dropped)
  expect([
    state.predictions.filter(({ hypothesis }) => hypothesis === first),
    rank(state).filter(({ kind }) => kind === first),
  ]).toEqual([[], []])
  given(...running, dropped)
    .when({
      type: 'RecordEvidence',
      evidence: weighEvidence(caseOf(...running)).filter(({ hypothesis }) => hypothesis === first),
    })
    .then()
  const told = conclude(caseOf(...running, dropped, ...scanned), null)
    .whatCausedIt.map(({ text }) => text)
    .join('\n')
  expect(told).toContain('left out by Grace, because we checked.')
  given(...running, dropped)
    .when(wish({ kind: 'addHypothesis', hypothesis: first }))
    .then(
      { type: 'HypothesisAdded', data: { ...by, hypothesis: hypothesisOf(first, state) } },
      ...asksFor(first, state).map(prediction => ({ type: 'PredictionRegistered', data: { prediction } }) as const),
    )
})

test('with every cause left out the case still ends', () => {
  const gone = hypotheses.map(
    ({ kind }) => ({ type: 'HypothesisDropped', data: { ...by, kind, reason: null } }) as const,
  )
  given(...running, ...gone, ...scanned).due('sampleRows')
})

test('any kind of fault may be supposed of any metric without harm', () => {
  const metrics = [
    { kind: 'rowCount' },
    { kind: 'freshness' },
    { kind: 'duplicateRate', columns: [] },
    { kind: 'nullRate', column: 'user_id' },
    { kind: 'sum', column: 'amount' },
    { kind: 'distinctCount', column: 'country' },
  ] as const
  for (const metric of metrics) {
    const state = { ...caseOf(...start), question: { ...caseOf(...start).question, metric } }
    for (const { kind } of faults) {
      const added = {
        ...state,
        hypotheses: [hypothesisOf(kind, state)],
        predictions: asksFor(kind, state),
        isProposed: true,
      }
      expect([kind, metric.kind, weighEvidence(added).length]).toEqual([kind, metric.kind, added.predictions.length])
      expect(added.hypotheses[0]?.priorNats, kind).toBeLessThanOrEqual(0)
    }
  }
})

test("a case that an older program stopped has nobody's name", () => {
  expect(upcast('InvestigationCancelled', { by: 'ada' })).toEqual({
    type: 'InvestigationCancelled',
    data: { by: 'ada', byName: null },
  })
  expect(upcast('InvestigationCancelled', { by: 'ada', byName: 'Ada' })).toEqual({
    type: 'InvestigationCancelled',
    data: { by: 'ada', byName: 'Ada' },
  })
  const kind: FaultKind = 'bots'
  expect(upcast('HypothesisDropped', { kind })).toEqual({ type: 'HypothesisDropped', data: { kind } })
})

test('dropping a cause withdraws what is asked for its sake alone, and a decision about it comes too late', () => {
  const asked = (scan: 'profile' | 'hours'): InvestigationEvent => ({
    type: 'ApprovalRequested',
    data: { request: scanAsked(scan) },
  })
  const waiting = [...running, asked('profile'), asked('hours')]
  const served = (scan: string) => [
    ...new Set(predictions.filter(prediction => prediction.scan === scan).map(({ hypothesis }) => hypothesis)),
  ]
  const drop = (kind: FaultKind) => ({ type: 'HypothesisDropped', data: { ...by, kind, reason: null } }) as const
  const [last, ...rest] = served('hours')
  if (last === undefined) throw new Error('Some cause is told by the hours')
  const others = [...waiting, ...rest.map(drop)]
  const withdrawn: InvestigationEvent = { type: 'ApprovalWithdrawn', data: { requestId: 'query:hours', ...by } }
  for (const kind of rest.slice(0, 1))
    given(...waiting)
      .when(wish({ kind: 'dropHypothesis', hypothesis: kind, reason: null }))
      .then(drop(kind))
  given(...others)
    .when(wish({ kind: 'dropHypothesis', hypothesis: last, reason: null }))
    .then(drop(last), withdrawn)
  const after = [...others, drop(last), withdrawn]
  given(...after).due()
  given(...after)
    .when({ type: 'DecideApproval', decision: approved(scanAsked('hours')), at: new Date('2026-06-13T12:00:00Z') })
    .refused('expired')
  expect(stateOf(...after).approvals.map(approval => approval.withdrawn)).toEqual([null, by])
})
