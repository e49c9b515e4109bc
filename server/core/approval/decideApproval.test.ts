import { expect, test } from 'vitest'
import { approved, contextAsked, contextChanged, queryAsked, rejected, scanAsked } from '../../testing/approvalFacts.ts'
import { contextGathered, measured, opened } from '../../testing/facts.ts'
import { given } from '../../testing/given.ts'
import { conclude } from '../finding/conclude.ts'
import { propose } from '../hypothesis/propose.ts'
import { rank } from '../hypothesis/ranking.ts'
import type { InvestigationEvent } from '../investigation/events.ts'
import { evolve, initial } from '../investigation/state.ts'
import { weighEvidence } from '../evidence/weigh.ts'
import { dimensionsOf } from '../measure/dimensions.ts'
import { asCase } from '../measure/planned.ts'
import type { ApprovalDecision, ApprovalRequest } from './request.ts'

const inTime = new Date('2026-06-13T12:00:00Z')
const late = new Date('2026-06-14T00:00:00Z')
const asked = (request: ApprovalRequest): InvestigationEvent => ({ type: 'ApprovalRequested', data: { request } })
const said = (decision: ApprovalDecision): InvestigationEvent => ({ type: 'ApprovalDecided', data: { decision } })
const caseOf = (...events: readonly InvestigationEvent[]) => {
  const found = asCase(events.reduce(evolve, initial))
  if (!found) throw new Error('The case is made of these facts')
  return found
}

const start = [opened, contextGathered, ...measured]
const proposal = propose(caseOf(...start))
const proposed: readonly InvestigationEvent[] = [
  ...proposal.hypotheses.map(hypothesis => ({ type: 'HypothesisProposed', data: { hypothesis } }) as const),
  ...proposal.predictions.map(prediction => ({ type: 'PredictionRegistered', data: { prediction } }) as const),
]
const profile = scanAsked('profile')
const waiting = [...start, ...proposed, asked(profile)]

test('a step that waits for a person is not due, and all others are', () => {
  given(...start, ...proposed).due('runScan:profile', 'runScan:hours')
  given(...waiting).due('runScan:hours')
  given(...waiting, { type: 'SignalMeasured', data: { signal: { scan: 'hours', normal: [], days: [] } } }).due()
  given(...waiting, said(approved(profile))).due('runScan:profile', 'runScan:hours')
})

test('a rejected query is given up in words, and what waited for it is not tested', () => {
  const message = 'The numbers of profile: rejected by Grace, because it reads addresses.'
  const facts = [
    said(rejected(profile)),
    { type: 'StepGivenUp', data: { step: 'runScan:profile', code: 'rejected', message } },
  ] as const
  given(...waiting)
    .when({ type: 'DecideApproval', decision: rejected(profile), at: inTime })
    .then(...facts)
  given(...waiting, ...facts).due('runScan:hours')
  const after = caseOf(...waiting, ...facts)
  const untested = weighEvidence(after).filter(
    ({ prediction, observed }) =>
      observed === null && proposal.predictions.find(({ id }) => id === prediction)?.scan === 'profile',
  )
  expect(new Set(untested.map(({ text }) => text))).toEqual(
    new Set(['Not tested: rejected by Grace, because it reads addresses.']),
  )
  expect(conclude(after, null).whatCausedIt.map(({ text }) => text)).toContain(
    'The numbers of profile: not tested, rejected by Grace, because it reads addresses.',
  )
})

test('one decision stands', () => {
  given(...waiting, said(approved(profile)))
    .when({ type: 'DecideApproval', decision: rejected(profile), at: inTime })
    .refused('already-decided')
  given(...waiting)
    .when({ type: 'DecideApproval', decision: { ...approved(profile), requestId: 'query:other' }, at: inTime })
    .refused('not-found')
})

test('a person decides until the deadline, and the deadline after it', () => {
  const byDeadline = { ...approved(profile), by: null, byName: 'the deadline' }
  given(...waiting)
    .when({ type: 'DecideApproval', decision: approved(profile), at: late })
    .refused('expired')
  given(...waiting)
    .when({ type: 'DecideApproval', decision: byDeadline, at: inTime })
    .refused('expired')
  given(...waiting)
    .when({ type: 'DecideApproval', decision: byDeadline, at: late })
    .then(said(byDeadline))
})

test('asking twice asks once', () => {
  given(...waiting)
    .when({ type: 'RequestApprovals', requests: [profile], allowed: [] })
    .then()
  given(...start, ...proposed)
    .when({ type: 'RequestApprovals', requests: [profile], allowed: [] })
    .then(asked(profile))
})

test('cancelling ends every request', () => {
  given(...waiting, { type: 'InvestigationCancelled', data: { by: null, byName: null } })
    .when({ type: 'DecideApproval', decision: approved(profile), at: inTime })
    .refused('not-running')
})

test('without the first query there is no case, and without rows there is a report', () => {
  const series = queryAsked({ kind: 'measureAnomaly' }, 'series')
  const message = 'The numbers of series: rejected by Grace, because it reads addresses.'
  given(opened, contextGathered, asked(series)).due()
  given(opened, contextGathered, asked(series))
    .when({ type: 'DecideApproval', decision: rejected(series), at: inTime })
    .then(said(rejected(series)), { type: 'InvestigationFailed', data: { reason: 'query-rejected', message } })
  const rows = queryAsked({ kind: 'sampleRows' }, 'badRows')
  const weighed = weighEvidence(caseOf(...start, ...proposed)).map(
    evidence => ({ type: 'EvidenceRecorded', data: { evidence } }) as const,
  )
  const scanned = (['values', 'segments', 'profile', 'keys', 'references', 'hours', 'siblings'] as const).map(
    scan => ({ type: 'StepGivenUp', data: { step: `runScan:${scan}`, code: 'x', message: 'x' } }) as const,
  )
  given(...start, ...proposed, ...scanned, ...weighed, asked(rows)).due()
  given(...start, ...proposed, ...scanned, ...weighed, asked(rows), said(rejected(rows)), {
    type: 'StepGivenUp',
    data: { step: 'sampleRows', code: 'rejected', message },
  }).due('conclude')
})

test('a context that waits holds everything, and a rejected one leads to a report that says so', () => {
  given(...start, asked(contextAsked)).due()
  given(...start, asked(contextAsked), said(approved(contextAsked))).due('proposeHypotheses')
  given(...start, asked(contextAsked))
    .when({ type: 'DecideApproval', decision: rejected(contextAsked), at: inTime })
    .then(said(rejected(contextAsked)))
  given(...start, asked(contextAsked), said(rejected(contextAsked))).due('conclude')
  const finding = conclude(caseOf(...start, asked(contextAsked), said(rejected(contextAsked))), null)
  expect(finding.conclusion).toBe('causeNotFound')
  expect(finding.whatCausedIt.map(({ text }) => text)).toEqual([
    'No cause was looked for: the context was rejected by Grace, because it reads addresses.',
  ])
})

test('what a reviewer takes out is no part of the case from then on, and what is masked is no dimension', () => {
  const cardinalities = ['country', 'user_id'].map(column => ({ column, alert: 5, normal: 5 }))
  const names = (state: ReturnType<typeof caseOf>) =>
    dimensionsOf(state.focus, state.question.metric, { cardinalities, rows: 1_000 }).map(({ name }) => name)
  const before = caseOf(...start, asked(contextAsked))
  expect(names(before)).toEqual(['country', 'user_id'])
  const after = caseOf(
    ...start,
    asked(contextAsked),
    said(contextChanged({ withoutColumns: ['user_id'], masked: ['country'] })),
  )
  expect(after.focus.table.columns.map(({ name }) => name)).toEqual(['order_id', 'ordered_at', 'country', 'amount'])
  expect(names(after)).toEqual([])
  expect(rank(after)).toEqual([])
})
