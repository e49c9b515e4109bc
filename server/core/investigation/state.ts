import { changedFocus } from '../approval/changeContext.ts'
import type { Approval, ApprovalDecision } from '../approval/request.ts'
import type { Focus } from '../dataset/focus.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Finding } from '../finding/finding.ts'
import { noSamples, type RowSamples } from '../finding/report.ts'
import type { Hypothesis, Prediction } from '../hypothesis/hypothesis.ts'
import type { ScanName } from '../measure/scan.ts'
import type { Signal } from '../measure/signal.ts'
import { evolveModel, givenUpModel } from '../model/evolveModel.ts'
import type { ModelState } from '../model/modelFacts.ts'
import type { Anomaly } from '../metric/anomaly.ts'
import type { Question } from '../metric/question.ts'
import type { PersonId } from '../shared/ids.ts'
import type { BudgetStop } from '../usage/budget.ts'
import { unreachable } from '../shared/unreachable.ts'
import type { InvestigationEvent, RanQuery } from './events.ts'

export type Status = 'unopened' | 'running' | 'concluded' | 'failed' | 'cancelled'

/** The case as its facts make it. `scansDone` holds scans that ran, failed or were given up. */
export type State = {
  readonly status: Status
  readonly question: Question | null
  readonly openedBy: PersonId | null
  readonly focus: Focus | null
  readonly anomaly: Anomaly | null
  readonly anomalous: boolean
  readonly hypotheses: readonly Hypothesis[]
  readonly predictions: readonly Prediction[]
  readonly evidence: readonly Evidence[]
  readonly queries: readonly RanQuery[]
  readonly signals: readonly Signal[]
  readonly scansDone: readonly ScanName[]
  readonly weighed: boolean
  /** The rows kept to look at; null until that was tried. */
  readonly samples: RowSamples | null
  /** What people were asked, in the order in which they were, and what they said. */
  readonly approvals: readonly Approval[]
  /** The model's part; null where none was invited. */
  readonly model: ModelState | null
  /** The budget that is used up; null while none is. */
  readonly stopped: BudgetStop | null
  readonly finding: Finding | null
}

export const initial: State = {
  status: 'unopened', question: null, openedBy: null, focus: null, anomaly: null, anomalous: false, hypotheses: [], predictions: [], evidence: [], queries: [],
  signals: [], scansDone: [], weighed: false, samples: null, approvals: [], model: null, stopped: null, finding: null,
}

/** What one more fact makes of the case. */
export const evolve = (state: State, event: InvestigationEvent): State => {
  switch (event.type) {
    case 'InvestigationOpened': return { ...state, status: 'running', question: event.data.question, openedBy: event.data.openedBy }
    case 'ContextGathered': return { ...state, focus: event.data.focus }
    case 'QueryRan': return { ...state, queries: [...state.queries, event.data] }
    case 'QueryFailed': return { ...state, scansDone: done(state, event.data.scan) }
    case 'AnomalyMeasured': return { ...state, anomaly: event.data.anomaly, anomalous: true }
    case 'AnomalyNotFound': return { ...state, anomaly: event.data.anomaly, anomalous: false }
    case 'HypothesisProposed': return { ...state, hypotheses: [...state.hypotheses, event.data.hypothesis] }
    case 'PredictionRegistered': return { ...state, predictions: [...state.predictions, event.data.prediction] }
    case 'SignalMeasured': return { ...state, signals: [...state.signals, event.data.signal], scansDone: done(state, event.data.signal.scan) }
    case 'EvidenceRecorded': return { ...state, evidence: [...state.evidence, event.data.evidence], weighed: true }
    case 'RowsSampled': return { ...state, samples: event.data.samples }
    case 'ApprovalRequested': return { ...state, approvals: [...state.approvals, { request: event.data.request, decision: null }] }
    case 'ApprovalDecided': return decided(state, event.data.decision)
    case 'ModelInvited': case 'ModelAnswered': case 'ModelHypothesisProposed': case 'ModelQueryRepaired': case 'ModelPredictionTested':
    case 'ModelProseDrafted': case 'ModelLeft': return { ...state, model: evolveModel(state.model, event) }
    case 'BudgetSpent': return { ...state, stopped: event.data.stop }
    case 'FindingReached': return { ...state, finding: event.data.finding, status: 'concluded' }
    case 'StepGivenUp': return givenUp({ ...state, model: state.model && givenUpModel(state.model, event.data.step, event.data) }, event.data.step)
    case 'InvestigationFailed': return { ...state, status: 'failed' }
    case 'InvestigationCancelled': return { ...state, status: 'cancelled' }
    default: return unreachable(event)
  }
}

const done = (state: State, scan: ScanName | null) => scan === null ? state.scansDone : [...state.scansDone, scan]

/** A context that a person changed is the context from then on. */
const decided = (state: State, decision: ApprovalDecision): State => ({
  ...state,
  focus: state.focus && decision.change?.kind === 'context' ? changedFocus(state.focus, decision.change) : state.focus,
  approvals: state.approvals.map(approval => approval.request.id === decision.requestId ? { ...approval, decision } : approval),
})

const givenUp = (state: State, step: string): State =>
  step === 'sampleRows' ? { ...state, samples: noSamples } : step.startsWith('runScan:') ? { ...state, scansDone: done(state, step.slice('runScan:'.length) as ScanName) } : state

/** The signal of one scan, if it was measured. */
export const signalOf = <Name extends Signal['scan']>(state: State, scan: Name): Extract<Signal, { scan: Name }> | null =>
  (state.signals.find(signal => signal.scan === scan) as Extract<Signal, { scan: Name }> | undefined) ?? null
