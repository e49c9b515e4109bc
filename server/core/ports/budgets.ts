import type { BudgetOf, BudgetPeriod } from '../usage/budget.ts'
import type { Micros } from '../usage/money.ts'
import type { TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

/** `limit` null takes the budget away. `name`: whose it is, as the audit trail calls it. */
export type BudgetChange = {
  readonly tenantId: TenantId
  readonly owner: { readonly of: BudgetOf; readonly id: string; readonly name: string }
  readonly period: BudgetPeriod
  readonly limit: Micros | null
  readonly expectedVersion: number
}

/** A price from a day (UTC) on. `unit`: a million tokens in, out or from the cache; a second of the warehouse; a credit, of which it takes `creditsPerHour`; a terabyte that it reads. */
export type PriceChange = {
  readonly tenantId: TenantId
  readonly resource: string
  readonly unit: PriceUnit
  readonly validFrom: string
  readonly micros: Micros
  readonly creditsPerHour: number | null
}

export type PriceUnit = 'input' | 'output' | 'cached' | 'second' | 'credit' | 'terabyte'

/** Limits and prices, each change with its entry in the audit trail. */
export interface Budgets {
  /** Of racing changes on one version exactly one wins. */
  change(change: BudgetChange): Promise<Result<null, { readonly code: 'conflict' }>>
  /** Adds a price to the book, or corrects the one of the same day. What was used before keeps the price it had. */
  setPrice(price: PriceChange): Promise<void>
}
