import type { Lineage } from '../core/ports/lineage.ts'
import type { ApprovalGrants } from '../core/ports/approvalGrants.ts'
import type { ApprovalPolicies } from '../core/ports/approvalPolicies.ts'
import type { DataSources } from '../core/ports/dataSources.ts'
import type { InvestigationStore } from '../core/ports/investigationStore.ts'
import type { KeptAnswers } from '../core/ports/keptAnswers.ts'
import type { Model } from '../core/ports/model.ts'
import type { PrivacySettings } from '../core/ports/privacySettings.ts'
import type { Spending } from '../core/ports/spending.ts'
import type { SchemaHistory } from '../core/ports/schemaHistory.ts'
import type { QueryGuard } from '../core/ports/queryGuard.ts'

/** What the use cases of an investigation need of the world. */
export type Tools = {
  readonly store: InvestigationStore
  readonly dataSources: DataSources
  readonly guard: QueryGuard
  /** A model that thinks along, and the kept rows it may be told of; without one everything else goes on. */
  readonly model?: Model
  readonly answers?: KeptAnswers
  /** What may be spent; nothing bounds it where this is left out. */
  readonly spending?: Spending
  /** What may be seen; nothing is masked besides what always is where this is left out. */
  readonly privacy?: Pick<PrivacySettings, 'of'>
}

/** What decisions need besides: when people are asked, and the clock. */
export type DecidingTools = Tools & {
  readonly policies: ApprovalPolicies
  readonly now: () => Date
}

/** What the steps need besides: what needs no asking any more. */
export type StepTools = DecidingTools & { readonly grants: Pick<ApprovalGrants, 'inForce'> }

/** All of it, with what the schema was before and what is made from what. */
export type AdvanceTools = StepTools & { readonly history: SchemaHistory; readonly lineage: Pick<Lineage, 'around'> }
