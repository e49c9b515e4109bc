import type { BudgetPeriod } from '../usage/budget.ts'
import type { TenantId } from '../shared/ids.ts'

/** A budget that reached a level. `sequence` counts up within the tenant; `dataSourceId` and `teamId` null: the whole tenant's. Amounts in millionths. */
export type BudgetNews = {
  readonly sequence: bigint
  readonly dataSourceId: string | null
  readonly teamId: string | null
  readonly period: BudgetPeriod
  readonly level: number
  readonly spent: bigint
  readonly limit: bigint
  readonly at: Date
}

/** A tenant's budgets as they reach their levels, whichever process saw it. */
export interface BudgetFeed {
  /** What came after that one, then what comes; with null only what comes. Ends quietly when `signal` aborts. */
  follow(
    from: { readonly tenantId: TenantId; readonly after: bigint | null },
    signal: AbortSignal,
  ): AsyncIterable<BudgetNews>
}
