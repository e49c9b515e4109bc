import type { SignedIn } from '../core/access/signedIn.ts'
import type { BudgetChange, Budgets, PriceUnit } from '../core/ports/budgets.ts'
import type { DataSourceRegistry } from '../core/ports/dataSourceRegistry.ts'
import type { Teams } from '../core/ports/teams.ts'
import { isDay } from '../core/shared/calendar.ts'
import type { DataSourceId, TenantId } from '../core/shared/ids.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import type { BudgetPeriod } from '../core/usage/budget.ts'
import { parseMoney } from '../core/usage/money.ts'

type Tools = { readonly budgets: Budgets; readonly registry: Pick<DataSourceRegistry, 'find'> }
type BudgetTools = Tools & { readonly teams: Pick<Teams, 'find'> }

/** Of one data source, of one team, or, with neither, of the whole tenant. */
type Whose = { readonly dataSourceId: DataSourceId | null; readonly teamId: string | null }
export type BudgetWish = Whose & {
  readonly period: BudgetPeriod
  readonly limit: string | null
  readonly expectedVersion: number
}
export type PriceWish = {
  readonly model: string | null
  readonly dataSourceId: DataSourceId | null
  readonly unit: PriceUnit
  readonly validFrom: string
  readonly price: string
  readonly creditsPerHour: number | null
}
export type BudgetRefusal =
  | { readonly code: 'not-found' | 'conflict' }
  | { readonly code: 'invalid'; readonly message: string; readonly path: string }

const invalid = (message: string, path: string) => refuse({ code: 'invalid' as const, message, path })
const amountWords = 'An amount has digits and at most six decimals behind a point: 12.50.'

/** Says how much may be spent: by the whole tenant, on one data source, or for one team. */
export const changeBudget =
  (tools: BudgetTools) =>
  async (
    { tenantId }: SignedIn,
    { dataSourceId, teamId, ...wish }: BudgetWish,
  ): Promise<Result<null, BudgetRefusal>> => {
    const limit = wish.limit === null ? null : parseMoney(wish.limit)
    if (wish.limit !== null && limit === null) return invalid(amountWords, 'limit')
    if (dataSourceId !== null && teamId !== null)
      return invalid('A budget is of one data source or of one team.', 'teamId')
    const owner = await ownerOf(tools, tenantId, { dataSourceId, teamId })
    return owner === null ? refuse({ code: 'not-found' }) : tools.budgets.change({ ...wish, tenantId, owner, limit })
  }

const ownerOf = async (
  { registry, teams }: BudgetTools,
  tenantId: TenantId,
  { dataSourceId, teamId }: Whose,
): Promise<BudgetChange['owner'] | null> => {
  if (teamId !== null) {
    const team = await teams.find(tenantId, teamId)
    return team && { of: 'team', id: team.id, name: team.name }
  }
  if (dataSourceId === null) return { of: 'tenant', id: tenantId, name: 'The workspace' }
  const source = await registry.find(tenantId, dataSourceId)
  return source && { of: 'dataSource', id: dataSourceId, name: source.name }
}

const SOURCE_UNITS: readonly PriceUnit[] = ['second', 'credit', 'terabyte']
const MAX_CREDITS = 100_000

/** Adds a price to the book: of a model's million tokens, or of a warehouse's second, credit or terabyte. */
export const setPrice =
  ({ budgets, registry }: Tools) =>
  async ({ tenantId }: SignedIn, wish: PriceWish): Promise<Result<null, BudgetRefusal>> => {
    const micros = parseMoney(wish.price)
    if (micros === null) return invalid(amountWords, 'price')
    if (!isDay(wish.validFrom)) return invalid('A price holds from a day of the calendar on.', 'validFrom')
    const model = wish.model?.trim() ?? ''
    if ((model === '') === (wish.dataSourceId === null))
      return invalid('A price is of a model or of a data source.', 'model')
    if (model.length > 100 || model.startsWith('source:'))
      return invalid("A model's name has 1 to 100 characters.", 'model')
    if (SOURCE_UNITS.includes(wish.unit) !== (wish.dataSourceId !== null))
      return invalid('Models are paid by tokens, data sources by the second, the credit or the terabyte.', 'unit')
    const { creditsPerHour } = wish
    if ((wish.unit === 'credit') !== (creditsPerHour !== null))
      return invalid(
        'With the price of a credit, and with no other, say how many the warehouse takes an hour.',
        'creditsPerHour',
      )
    if (creditsPerHour !== null && !(creditsPerHour >= 0.001 && creditsPerHour <= MAX_CREDITS))
      return invalid('A warehouse takes 0.001 to 100,000 credits an hour.', 'creditsPerHour')
    if (wish.dataSourceId !== null && !(await registry.find(tenantId, wish.dataSourceId)))
      return refuse({ code: 'not-found' })
    await budgets.setPrice({
      tenantId,
      resource: wish.dataSourceId === null ? model : `source:${wish.dataSourceId}`,
      unit: wish.unit,
      validFrom: wish.validFrom,
      micros,
      creditsPerHour,
    })
    return ok(null)
  }
