import type { ApprovalPolicies } from '../core/ports/approvalPolicies.ts'
import type { DataSources } from '../core/ports/dataSources.ts'
import type { InvestigationStore } from '../core/ports/investigationStore.ts'
import type { QueryGuard } from '../core/ports/queryGuard.ts'

/** What the use cases of an investigation need of the world. */
export type Tools = {
  readonly store: InvestigationStore
  readonly dataSources: DataSources
  readonly guard: QueryGuard
}

/** What the steps need besides: whom to ask first, and the clock. */
export type StepTools = Tools & {
  readonly policies: ApprovalPolicies
  readonly now: () => Date
}
