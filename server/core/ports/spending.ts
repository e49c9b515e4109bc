import type { Intended } from '../usage/allowance.ts'
import type { BudgetStanding } from '../usage/budget.ts'
import type { SourcePrices } from '../usage/queryCost.ts'
import type { CaseRef, DataSourceId, InvestigationId, TenantId } from '../shared/ids.ts'

/** Whose budgets: those of the tenant and the data source; with a case, its own and its team's as well. `teamId`: for which team a case is to begin. */
export type SpendingScope = {
  readonly tenantId: TenantId
  readonly dataSourceId: DataSourceId
  readonly investigationId: InvestigationId | null
  readonly teamId?: string | null
}

/** What a step is about to ask. */
export type Planned = Intended & { readonly step: string }

/** How the budgets stand without a step, and how long each of its queries may take (ms). */
export type Committed = { readonly standings: readonly BudgetStanding[]; readonly queryMs: number }

/** What is spent, against what may be. */
export interface Spending {
  /** What the data source costs today. */
  pricesOf(tenantId: TenantId, dataSourceId: DataSourceId): Promise<SourcePrices>
  /** Every budget that binds here, as it stands now; empty where nobody set one. */
  standings(scope: SpendingScope): Promise<readonly BudgetStanding[]>
  /**
   * Commits what a step may cost: its bytes, and the seconds that its queries are allowed. Nothing where a budget is used up already. Steps of one tenant commit one
   * after another, so that each sees the others'; the same step again takes its own place.
   */
  commit(scope: CaseRef & { readonly dataSourceId: DataSourceId }, planned: Planned): Promise<Committed>
  /** Lets go of what a step that left no facts had committed. */
  release(ref: CaseRef, step: string): Promise<void>
  /** The steps of a case under way that have committed something. */
  committedSteps(ref: CaseRef): Promise<readonly string[]>
  /** Notes the levels that were reached, each once for its period, and tells those who follow. */
  note(tenantId: TenantId, standings: readonly BudgetStanding[]): Promise<void>
}
