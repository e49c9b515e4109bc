import { changedFocus } from '../approval/changeContext.ts'
import { decisionByGrant } from '../approval/grant.ts'
import { movedAnomaly } from '../approval/moveWindow.ts'
import type { Approval, ApprovalDecision } from '../approval/request.ts'
import { writtenBy } from '../approval/writtenQuery.ts'
import type { Focus } from '../dataset/focus.ts'
import { toldByContent } from '../measure/toldByContent.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import type { Finding } from '../finding/finding.ts'
import { noSamples, type RowSamples } from '../finding/report.ts'
import type { Hypothesis, Prediction } from '../hypothesis/hypothesis.ts'
import type { ScanName } from '../measure/scan.ts'
import type { Signal } from '../measure/signal.ts'
import { evolveModel, givenUpModel } from '../model/evolveModel.ts'
import type { ModelState } from '../model/modelFacts.ts'
import { evolveOwn, givenUpOwn } from '../own/evolveOwn.ts'
import { noneOfOwn, type OwnState } from '../own/ownHypothesis.ts'
import type { Anomaly } from '../metric/anomaly.ts'
import type { Question } from '../metric/question.ts'
import type { PersonId } from '../shared/ids.ts'
import type { BudgetStop } from '../usage/budget.ts'
import { unreachable } from '../shared/unreachable.ts'
import type { DataOf, FailedQuery, InvestigationEvent, RanQuery } from './events.ts'

export type Status = 'unopened' | 'running' | 'concluded' | 'failed' | 'cancelled'

/** A hypothesis that somebody took out of the case. */
export type Dropped = {
  readonly kind: FaultKind
  readonly statement: string
  readonly byName: string
  readonly reason: string | null
}

/** The case as its facts make it. `scansDone` holds scans that ran, failed or were given up. */
export type State = {
  readonly status: Status
  readonly question: Question | null
  readonly openedBy: PersonId | null
  /** Somebody paused it: nothing is due until somebody resumes it. What is under way is still recorded. */
  readonly isPaused: boolean
  readonly focus: Focus | null
  readonly anomaly: Anomaly | null
  readonly anomalous: boolean
  readonly isProposed: boolean
  readonly hypotheses: readonly Hypothesis[]
  /** What people took out of the case, with its words. */
  readonly dropped: readonly Dropped[]
  /** What people told, in the order in which they did. */
  readonly hints: readonly string[]
  readonly predictions: readonly Prediction[]
  readonly evidence: readonly Evidence[]
  readonly queries: readonly RanQuery[]
  /** What our queries were for that ran out of time in the data source since it last answered, and what its catalogue was asked for. */
  readonly late: readonly string[]
  readonly signals: readonly Signal[]
  readonly scansDone: readonly ScanName[]
  /** Every prediction has its evidence. */
  readonly weighed: boolean
  /** The rows kept to look at; null until that was tried. */
  readonly samples: RowSamples | null
  /** What people were asked, in the order in which they were, and what they said. */
  readonly approvals: readonly Approval[]
  /** The model's part; null where none was invited. */
  readonly model: ModelState | null
  /** What people put in their own words. */
  readonly own: OwnState
  /** The budget that is used up; null while none is. */
  readonly stopped: BudgetStop | null
  readonly finding: Finding | null
}

export const initial: State = {
  status: 'unopened',
  question: null,
  openedBy: null,
  isPaused: false,
  focus: null,
  anomaly: null,
  anomalous: false,
  isProposed: false,
  hypotheses: [],
  dropped: [],
  hints: [],
  predictions: [],
  evidence: [],
  queries: [],
  late: [],
  signals: [],
  scansDone: [],
  weighed: false,
  samples: null,
  approvals: [],
  model: null,
  own: noneOfOwn,
  stopped: null,
  finding: null,
}

/** What one more fact makes of the case. */
export const evolve = (state: State, event: InvestigationEvent): State => {
  switch (event.type) {
    case 'InvestigationOpened':
      return { ...state, status: 'running', question: event.data.question, openedBy: event.data.openedBy }
    case 'ContextGathered':
      return { ...state, focus: event.data.focus, late: [] }
    case 'CatalogueLate':
      // Whoever waits for something else by now had an answer meanwhile.
      return { ...state, late: [...state.late.filter(what => what === event.data.what), event.data.what] }
    case 'QueryRan':
      return { ...state, queries: [...state.queries, event.data], late: [] }
    case 'QueryFailed':
      return {
        ...state,
        scansDone: done(state, event.data.scan),
        late: isLate(event.data) ? [...state.late, event.data.purpose] : state.late,
      }
    case 'AnomalyMeasured':
      return { ...state, anomaly: event.data.anomaly, anomalous: true }
    case 'AnomalyNotFound':
      return { ...state, anomaly: event.data.anomaly, anomalous: false }
    case 'HypothesisProposed':
      return { ...state, isProposed: true, hypotheses: [...state.hypotheses, event.data.hypothesis] }
    case 'HypothesisAdded':
      return added(state, event.data.hypothesis)
    case 'HypothesisDropped':
      return droppedFrom(state, event.data)
    case 'PredictionRegistered':
      return { ...state, predictions: [...state.predictions, event.data.prediction], weighed: false }
    case 'SignalMeasured':
      return {
        ...state,
        focus: state.focus && toldByContent(state.focus, event.data.signal),
        signals: [...state.signals, event.data.signal],
        scansDone: done(state, event.data.signal.scan),
      }
    case 'EvidenceRecorded':
      return weighedOf({ ...state, evidence: [...state.evidence, event.data.evidence] })
    case 'RowsSampled':
      return { ...state, samples: event.data.samples }
    case 'ApprovalRequested':
      return asked(state, event.data.request, null)
    case 'QueryAllowed':
      return asked(state, event.data.request, decisionByGrant(event.data))
    case 'ApprovalGiven':
      return given(state, event.data.decision)
    case 'ApprovalDecided':
      return decided(state, event.data.decision)
    case 'ApprovalEscalated':
      return escalated(state, event.data)
    case 'ApprovalWithdrawn':
      return withdrawnFrom(state, event.data)
    case 'ModelInvited':
    case 'ModelAnswered':
    case 'ModelHypothesisProposed':
    case 'ModelQueryRepaired':
    case 'ModelPredictionTested':
    case 'ModelProseDrafted':
    case 'ModelLeft':
      return { ...state, model: evolveModel(state.model, event) }
    case 'OwnHypothesisAdded':
    case 'OwnPredictionTested':
    case 'OwnHypothesisDropped':
      return { ...state, own: evolveOwn(state.own, event) }
    case 'BudgetSpent':
      return { ...state, stopped: event.data.stop }
    case 'FindingReached':
      return { ...state, finding: event.data.finding, status: 'concluded' }
    case 'StepGivenUp':
      return givenUp(state, event.data)
    case 'InvestigationFailed':
      return { ...state, status: 'failed' }
    case 'InvestigationCancelled':
      return { ...state, status: 'cancelled' }
    case 'InvestigationPaused':
      return { ...state, isPaused: true }
    case 'InvestigationResumed':
      return { ...state, isPaused: false }
    case 'HintAdded':
      return { ...state, hints: [...state.hints, event.data.text] }
    default:
      return unreachable(event)
  }
}

/** People are asked, unless what they allowed before decides. */
const asked = (state: State, request: Approval['request'], decision: Approval['decision']): State => ({
  ...state,
  approvals: [...state.approvals, { request, given: null, decision, withdrawn: null, isEscalated: false }],
})

const weighedOf = (state: State): State => ({ ...state, weighed: state.evidence.length >= state.predictions.length })

const added = (state: State, hypothesis: Hypothesis): State => ({
  ...state,
  hypotheses: [...state.hypotheses, hypothesis],
  dropped: state.dropped.filter(({ kind }) => kind !== hypothesis.kind),
})

/** As if it had never been proposed, but for the word that it was dropped. */
const droppedFrom = (state: State, { kind, byName, reason }: DataOf<'HypothesisDropped'>): State => {
  const others = <Item extends { readonly hypothesis: FaultKind }>(items: readonly Item[]) =>
    items.filter(({ hypothesis }) => hypothesis !== kind)
  const was = state.hypotheses.find(hypothesis => hypothesis.kind === kind)
  const left = {
    ...state,
    hypotheses: state.hypotheses.filter(hypothesis => hypothesis !== was),
    predictions: others(state.predictions),
    evidence: others(state.evidence),
    dropped: was ? [...state.dropped, { kind, statement: was.statement, byName, reason }] : state.dropped,
  }
  return weighedOf(left)
}

/** A query of ours ran out of time in the data source: what others write may be as slow as it likes. */
const isLate = ({ id, code, elapsedMs }: FailedQuery) =>
  code === 'timed-out' && elapsedMs !== undefined && writtenBy(id) === 'analyst'

const done = (state: State, scan: ScanName | null) => (scan === null ? state.scansDone : [...state.scansDone, scan])

const given = (state: State, decision: ApprovalDecision): State => ({
  ...state,
  approvals: state.approvals.map(approval =>
    approval.request.id === decision.requestId ? { ...approval, given: decision } : approval,
  ),
})

const escalated = (state: State, { requestId }: DataOf<'ApprovalEscalated'>): State => ({
  ...state,
  approvals: state.approvals.map(approval =>
    approval.request.id === requestId ? { ...approval, isEscalated: true } : approval,
  ),
})

const withdrawnFrom = (state: State, { requestId, by, byName }: DataOf<'ApprovalWithdrawn'>): State => ({
  ...state,
  approvals: state.approvals.map(approval =>
    approval.request.id === requestId ? { ...approval, withdrawn: { by, byName } } : approval,
  ),
})

/** A context that a person changed is the context from then on. */
const decided = (state: State, decision: ApprovalDecision): State => ({
  ...state,
  hints:
    decision.change?.kind === 'context' && decision.change.hint ? [...state.hints, decision.change.hint] : state.hints,
  anomaly:
    state.question && state.anomaly && decision.change?.kind === 'context'
      ? movedAnomaly({ question: state.question, anomaly: state.anomaly }, decision.change)
      : state.anomaly,
  focus:
    state.question && state.focus && decision.change?.kind === 'context'
      ? changedFocus({ question: state.question, focus: state.focus }, decision.change)
      : state.focus,
  approvals: state.approvals.map(approval =>
    approval.request.id === decision.requestId ? { ...approval, decision } : approval,
  ),
})

const givenUp = (before: State, { step, ...problem }: DataOf<'StepGivenUp'>): State => {
  const state = {
    ...before,
    model: before.model && givenUpModel(before.model, step, problem),
    own: givenUpOwn(before.own, step, problem),
  }
  return step === 'sampleRows'
    ? { ...state, samples: noSamples }
    : step.startsWith('runScan:')
      ? { ...state, scansDone: done(state, step.slice('runScan:'.length) as ScanName) }
      : state
}

/** The signal of one scan, if it was measured. */
export const signalOf = <Name extends Signal['scan']>(
  state: State,
  scan: Name,
): Extract<Signal, { scan: Name }> | null =>
  (state.signals.find(signal => signal.scan === scan) as Extract<Signal, { scan: Name }> | undefined) ?? null
