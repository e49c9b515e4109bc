import type { Asking } from '../access/asking.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import type { Verdict } from '../hypothesis/hypothesis.ts'
import type { InvestigationEvent } from '../investigation/events.ts'
import type { Step } from '../investigation/step.ts'
import type { CaseRef } from '../shared/ids.ts'
import type { NonEmpty } from '../shared/nonEmpty.ts'
import type { Result } from '../shared/result.ts'
import type { Answer } from './dataSource.ts'

/** A fact as stored; `sequence` counts from 1 within its case without gaps. */
export type StoredEvent = { readonly sequence: number; readonly occurredAt: Date; readonly event: InvestigationEvent }

/** A query's answer, kept beside the facts so that people can look at it; `queryId` is the one of `QueryRan`. */
export type StoredAnswer = { readonly queryId: string; readonly answer: Answer }

/** How a hypothesis stands after the appended facts; `probability` is 0..1 among the hypotheses of the case. */
export type Standing = { readonly kind: FaultKind; readonly verdict: Verdict; readonly probability: number }

export type Append = {
  readonly ref: CaseRef
  /** How many facts the decision was made on; 0 opens the case. */
  readonly expectedVersion: number
  readonly events: NonEmpty<InvestigationEvent>
  /** Steps newly due; each becomes one job. */
  readonly steps: readonly Step[]
  readonly answers: readonly StoredAnswer[]
  /** The hypotheses as ranked after these facts, most probable first; those left out keep their standing. */
  readonly hypotheses: readonly Standing[]
  /** The step that these facts come from, by its key: what its queries were going to cost is committed no longer. */
  readonly settles?: string | null
  /** Who asked for it, for the audit trail; the store fills it in. */
  readonly by?: Asking | null
}

/** Where facts live. Implementations must pass `investigationStoreContract`. */
export interface InvestigationStore {
  /** All facts of the case in order; empty where the tenant has no such case. */
  load(ref: CaseRef): Promise<readonly StoredEvent[]>
  /** Saves facts, projections, answers and jobs in one transaction, then signals listeners. Of racing appends on one version exactly one wins. */
  append(append: Append): Promise<Result<{ readonly version: number }, { readonly code: 'version-conflict' }>>
}
