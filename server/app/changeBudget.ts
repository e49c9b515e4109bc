import type { SignedIn } from '../core/access/signedIn.ts'
import type { Budgets, PriceUnit } from '../core/ports/budgets.ts'
import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import { isDay } from '../core/shared/calendar.ts'
import type { DataSourceId } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import type { BudgetPeriod } from '../core/usage/budget.ts'
import { parseMoney } from '../core/usage/money.ts'

type Tools = { readonly budgets: Budgets; readonly registry: Pick<DataSourceRegistry, 'find'> }

export type BudgetWish = { readonly dataSourceId: DataSourceId | null; readonly period: BudgetPeriod; readonly limit: string | null; readonly expectedVersion: number }
export type PriceWish = { readonly model: string | null; readonly dataSourceId: DataSourceId | null; readonly unit: PriceUnit; readonly validFrom: string; readonly price: string }
export type BudgetRefusal = { readonly code: 'not-found' | 'conflict' } | { readonly code: 'invalid'; readonly message: string; readonly path: string }

const invalid = (message: string, path: string) => refuse({ code: 'invalid' as const, message, path })
const amountWords = 'An amount has digits and at most six decimals behind a point: 12.50.'

/** Says how much may be spent: by the whole tenant, or on one data source. */
export const changeBudget = ({ budgets, registry }: Tools) => async ({ tenantId }: SignedIn, wish: BudgetWish): Promise<Result<null, BudgetRefusal>> => {
  const limit = wish.limit === null ? null : parseMoney(wish.limit)
  if (wish.limit !== null && limit === null) return invalid(amountWords, 'limit')
  const source = wish.dataSourceId === null ? null : await registry.find(tenantId, wish.dataSourceId)
  if (wish.dataSourceId !== null && !source) return refuse({ code: 'not-found' })
  return budgets.change({ ...wish, tenantId, limit, name: source?.name ?? 'The workspace' })
}

/** Adds a price to the book: of a model's million tokens, or of a warehouse's second or terabyte. */
export const setPrice = ({ budgets, registry }: Tools) => async ({ tenantId }: SignedIn, wish: PriceWish): Promise<Result<null, BudgetRefusal>> => {
  const micros = parseMoney(wish.price)
  if (micros === null) return invalid(amountWords, 'price')
  if (!isDay(wish.validFrom)) return invalid('A price holds from a day of the calendar on.', 'validFrom')
  const model = wish.model?.trim() ?? ''
  if ((model === '') === (wish.dataSourceId === null)) return invalid('A price is of a model or of a data source.', 'model')
  if (model.length > 100 || model.startsWith('source:')) return invalid('A model\'s name has 1 to 100 characters.', 'model')
  if ((wish.unit === 'second' || wish.unit === 'terabyte') !== (wish.dataSourceId !== null)) return invalid('Models are paid by tokens, data sources by the second or the terabyte.', 'unit')
  if (wish.dataSourceId !== null && !await registry.find(tenantId, wish.dataSourceId)) return refuse({ code: 'not-found' })
  await budgets.setPrice({ tenantId, resource: wish.dataSourceId === null ? model : `source:${wish.dataSourceId}`, unit: wish.unit, validFrom: wish.validFrom, micros })
  return ok(null)
}
