// The JSON columns of the views hold values of the core, written by the projections of this same program: they get their types here and nowhere else.
import { neverAsk, type ApprovalPolicy } from '../core/approval/policy.ts'
import type { ApprovalDecision, ApprovalRequest } from '../core/approval/request.ts'
import type { TableName } from '../core/dataset/table.ts'
import type { CaseFile } from '../core/caseFile/caseFile.ts'
import type { Evidence } from '../core/evidence/evidence.ts'
import type { Exposure } from '../core/model/brief.ts'
import type { ModelEvent } from '../core/model/modelFacts.ts'
import type { Tokens } from '../core/ports/modelLedger.ts'
import type { Finding } from '../core/finding/finding.ts'
import type { Prediction } from '../core/hypothesis/hypothesis.ts'
import type { FailureReason, InvestigationEvent } from '../core/investigation/events.ts'
import { upcast, upcastDecision, upcastRequest } from '../core/investigation/upcast.ts'
import type { Anomaly } from '../core/metric/anomaly.ts'
import type { Question } from '../core/metric/question.ts'
import type { Answer, CostEstimate } from '../core/ports/dataSource.ts'
import type { TableForm } from '../core/schemaHistory/schemaDifference.ts'

type Json = unknown

export const storedQuestion = (question: Json) => question as Question
export const storedAnomaly = (anomaly: Json) => anomaly as Anomaly | null
export const storedFinding = (finding: Json) => finding as Finding | null
export const storedFailure = (failure: Json) =>
  failure as { readonly reason: FailureReason; readonly message: string } | null
export const storedPredictions = (predictions: Json) => predictions as readonly Prediction[]
export const storedEvidence = (evidence: Json) => evidence as readonly Evidence[]
export const storedProblem = (problem: Json) => problem as { readonly message: string } | null
export const storedAnswer = (answer: Json) => answer as Pick<Answer, 'columns' | 'rows'> | null
export const storedRequest = (request: Json) =>
  upcastRequest(request as Readonly<Record<string, unknown>>) as unknown as ApprovalRequest
export const storedEstimate = (estimate: Json) =>
  estimate === null ? null : { ...(estimate as CostEstimate), cost: null }
export const storedForm = (form: Json) => form as TableForm
export const storedDecision = (decision: Json) =>
  decision === null ? null : (upcastDecision(decision as Readonly<Record<string, unknown>>) as ApprovalDecision)
export const storedTables = (tables: Json) => tables as readonly TableName[]
export const storedResolution = (resolution: Json) => resolution as CaseFile['resolution']
export const storedPolicy = (policy: Json) => ({ ...neverAsk, ...(policy as Partial<ApprovalPolicy>) })
export const storedEvent = ({ type, data }: { readonly type: string; readonly data: Json }) =>
  upcast(type as InvestigationEvent['type'], data)
export const storedExposures = (contents: Json) => contents as readonly Exposure[]
export const storedTokens = (tokens: Json) => tokens as Tokens | null
export const storedModelEvent = ({ type, data }: { readonly type: string; readonly data: Json }) =>
  ({ type, data }) as ModelEvent
