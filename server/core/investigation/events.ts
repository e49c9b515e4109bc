import type { AllowedQuery, ApprovalDecision, ApprovalRequest, ByPerson } from '../approval/request.ts'
import type { RequestEscalation } from '../approval/escalation.ts'
import type { Focus } from '../dataset/focus.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { CostEstimate } from '../ports/dataSource.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import type { Finding } from '../finding/finding.ts'
import type { RowSamples } from '../finding/report.ts'
import type { Hypothesis, Prediction } from '../hypothesis/hypothesis.ts'
import type { ScanName } from '../measure/scan.ts'
import type { Signal } from '../measure/signal.ts'
import type { ModelEvent } from '../model/modelFacts.ts'
import type { OwnEvent } from '../own/ownHypothesis.ts'
import type { Anomaly } from '../metric/anomaly.ts'
import type { Question } from '../metric/question.ts'
import type { PersonId } from '../shared/ids.ts'
import type { BudgetStop } from '../usage/budget.ts'

/** Everything that can happen in a case. Events are for ever: no credentials, no customer rows; aggregates and ids only. */
export type InvestigationEvent =
  | Fact<
      'InvestigationOpened',
      {
        question: Question
        openedBy: PersonId | null
        /** The team that it is for; left out where it is for none. */ teamId?: string
      }
    >
  | Fact<'ContextGathered', { focus: Focus }>
  | Fact<'CatalogueLate', LateCatalogue & { readonly attempt: number }>
  | Fact<'QueryRan', RanQuery>
  | Fact<'QueryFailed', FailedQuery>
  | Fact<'AnomalyMeasured', { anomaly: Anomaly }>
  | Fact<'AnomalyNotFound', { anomaly: Anomaly }>
  | Fact<'HypothesisProposed', { hypothesis: Hypothesis }>
  | Fact<'PredictionRegistered', { prediction: Prediction }>
  | Fact<'SignalMeasured', { signal: Signal }>
  | Fact<'EvidenceRecorded', { evidence: Evidence }>
  | Fact<'RowsSampled', { samples: RowSamples }>
  | ModelEvent
  | OwnEvent
  | Fact<'BudgetSpent', { stop: BudgetStop }>
  | Fact<'FindingReached', { finding: Finding }>
  | Fact<'ApprovalRequested', { request: ApprovalRequest }>
  | Fact<'QueryAllowed', AllowedQuery>
  | Fact<'ApprovalGiven', { decision: ApprovalDecision }>
  | Fact<'ApprovalDecided', { decision: ApprovalDecision }>
  | Fact<'ApprovalEscalated', { requestId: string; to: RequestEscalation }>
  | Fact<'ApprovalWithdrawn', ByPerson & { requestId: string }>
  | Fact<'StepGivenUp', { step: string; code: string; message: string }>
  | Fact<'InvestigationFailed', { reason: FailureReason; message: string }>
  | Fact<'InvestigationCancelled', { by: PersonId | null; byName: string | null }>
  | Fact<'InvestigationPaused', ByPerson>
  | Fact<'InvestigationResumed', ByPerson>
  | Fact<'HintAdded', ByPerson & { text: string }>
  | Fact<'HypothesisAdded', ByPerson & { hypothesis: Hypothesis }>
  | Fact<'HypothesisDropped', ByPerson & { kind: FaultKind; reason: string | null }>

type Fact<Type extends string, Data> = { readonly type: Type; readonly data: Readonly<Data> }

export type DataOf<Type extends InvestigationEvent['type']> = Extract<InvestigationEvent, { type: Type }>['data']

/** A query that was run: `id` is unique within the case, and the answer is stored under it. */
export type RanQuery = {
  readonly id: string
  readonly scan: ScanName | null
  /** Why it was asked, as a phrase: 'Rows by segment, 12 June against 4 normal days'. */
  readonly purpose: string
  readonly sql: string
  readonly hash: string
  /** Whether it read the alerted table. */
  readonly readsTable: boolean
  readonly rows: number
  readonly truncated: boolean
  readonly elapsedMs: number
  /** What was expected of it before it ran, and what the data source said afterwards; left out where it does not say. */
  readonly estimate?: CostEstimate
  readonly bytesRead?: number
}

/** What the catalogue was asked for, as a phrase, and did not tell in time. */
export type LateCatalogue = { readonly what: string; readonly message: string }

/** A query that gave no answer. `elapsedMs`: how long the data source worked on it, where it did. */
export type FailedQuery = {
  readonly id: string
  readonly scan: ScanName | null
  readonly purpose: string
  readonly sql: string
  readonly code: string
  readonly message: string
  readonly elapsedMs?: number
}

export type FailureReason =
  | 'schema-missing'
  | 'table-not-found'
  | 'column-not-found'
  | 'wrong-column-type'
  | 'no-time-column'
  | 'table-empty'
  | 'no-data-on-day'
  | 'too-little-history'
  | 'data-source-unreachable'
  | 'data-source-timed-out'
  | 'query-refused'
  | 'query-rejected'
  | 'budget-spent'
  | 'step-failed'
