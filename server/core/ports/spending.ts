import type { BudgetStanding } from '../usage/budget.ts'
import type { SourcePrices } from '../usage/queryCost.ts'
import type { DataSourceId, InvestigationId, TenantId } from '../shared/ids.ts'

/** Whose budgets: those of the tenant and the data source; with a case, its own as well. */
export type SpendingScope = { readonly tenantId: TenantId; readonly dataSourceId: DataSourceId; readonly investigationId: InvestigationId | null }

/** What is spent, against what may be. */
export interface Spending {
  /** What the data source costs today. */
  pricesOf(tenantId: TenantId, dataSourceId: DataSourceId): Promise<SourcePrices>
  /** Every budget that binds here, as it stands now; empty where nobody set one. */
  standings(scope: SpendingScope): Promise<readonly BudgetStanding[]>
  /** Notes the levels that were reached, each once for its period, and tells those who follow. */
  note(tenantId: TenantId, standings: readonly BudgetStanding[]): Promise<void>
}
