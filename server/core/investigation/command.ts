import type { AllowedQuery, ApprovalDecision, ApprovalRequest, ByPerson } from '../approval/request.ts'
import type { Focus } from '../dataset/focus.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Finding } from '../finding/finding.ts'
import type { RowSamples } from '../finding/report.ts'
import type { Hypothesis, Prediction } from '../hypothesis/hypothesis.ts'
import type { ScanName } from '../measure/scan.ts'
import type { SeriesSignal, Signal } from '../measure/signal.ts'
import type { ModelCommand } from '../model/decideModel.ts'
import type { ModelTerms } from '../model/terms.ts'
import type { WrittenTest } from '../hypothesis/written.ts'
import type { Anomaly } from '../metric/anomaly.ts'
import type { Question } from '../metric/question.ts'
import type { PersonId } from '../shared/ids.ts'
import type { BudgetStop } from '../usage/budget.ts'
import type { DataOf, LateCatalogue, FailureReason, RanQuery } from './events.ts'
import type { Steering } from './steering.ts'
import type { Step } from './step.ts'

/** What somebody, or a step that has done its work, wants of a case. */
export type Command =
  | {
      readonly type: 'OpenInvestigation'
      readonly question: Question
      readonly openedBy: PersonId | null
      readonly teamId?: string | null
    }
  | { readonly type: 'RecordContext'; readonly focus: Focus }
  | {
      readonly type: 'RecordAnomaly'
      readonly query: RanQuery
      readonly anomaly: Anomaly
      readonly found: boolean
      readonly series: SeriesSignal
    }
  | {
      readonly type: 'ProposeHypotheses'
      readonly hypotheses: readonly Hypothesis[]
      readonly predictions: readonly Prediction[]
      readonly model?: ModelTerms | null
    }
  | { readonly type: 'RecordScan'; readonly scan: ScanName; readonly query: RanQuery; readonly signal: Signal }
  | { readonly type: 'RecordFailedScan'; readonly scan: ScanName; readonly query: DataOf<'QueryFailed'> }
  | { readonly type: 'RecordLateCatalogue'; readonly late: LateCatalogue }
  | { readonly type: 'RecordLateQuery'; readonly query: DataOf<'QueryFailed'>; readonly isCut: boolean }
  | { readonly type: 'RecordEvidence'; readonly evidence: readonly Evidence[] }
  | { readonly type: 'RecordRows'; readonly queries: readonly RanQuery[]; readonly samples: RowSamples }
  | ModelCommand
  | { readonly type: 'RecordOwnTest'; readonly test: WrittenTest; readonly queries: readonly RanQuery[] }
  | { readonly type: 'StopForBudget'; readonly stop: BudgetStop }
  | { readonly type: 'ReachFinding'; readonly finding: Finding }
  | { readonly type: 'FailInvestigation'; readonly reason: FailureReason; readonly message: string }
  | { readonly type: 'GiveUpStep'; readonly step: Step; readonly code: string; readonly message: string }
  | {
      readonly type: 'RequestApprovals'
      readonly requests: readonly ApprovalRequest[]
      readonly allowed: readonly AllowedQuery[]
    }
  | { readonly type: 'DecideApproval'; readonly decision: ApprovalDecision; readonly at: Date }
  | { readonly type: 'EscalateApproval'; readonly requestId: string; readonly at: Date }
  | { readonly type: 'CancelInvestigation'; readonly by: PersonId | null; readonly byName: string | null }
  | { readonly type: 'SteerInvestigation'; readonly wish: Steering; readonly by: ByPerson }

/** Why the domain says no. A step that comes late is no refusal: it yields no facts. */
export type Refusal = {
  readonly code:
    | 'already-open'
    | 'not-found'
    | 'not-running'
    | 'already-decided'
    | 'given-already'
    | 'expired'
    | 'paused-already'
    | 'not-paused'
    | 'too-early'
    | 'proposed-already'
    | 'not-proposed'
    | 'not-testable'
    | 'too-many'
}
