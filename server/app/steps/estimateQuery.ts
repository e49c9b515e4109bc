import type { CostEstimate, DataSource } from '../../core/ports/dataSource.ts'
import type { SafeQuery } from '../../core/ports/queryGuard.ts'
import type { DataSourceId, TenantId } from '../../core/shared/ids.ts'
import { noPrices, priceEstimate, type PricedEstimate } from '../../core/usage/queryCost.ts'
import type { Tools } from '../tools.ts'

const timeoutMs = 5_000

/** What a query is going to read; null where the data source does not say in time. Nothing stops for it. */
export const estimateQuery = async (
  source: DataSource,
  query: SafeQuery,
  signal?: AbortSignal,
): Promise<CostEstimate | null> => {
  const estimated = await source.estimate(query, { timeoutMs }, signal)
  return estimated.ok ? estimated.value : null
}

type Place = {
  readonly tools: Pick<Tools, 'spending'>
  readonly tenantId: TenantId
  readonly dataSourceId: DataSourceId
}

/** The same in money, by the price book. */
export const priceQuery = async (
  source: DataSource,
  query: SafeQuery,
  { tools: { spending }, tenantId, dataSourceId }: Place,
): Promise<PricedEstimate | null> => {
  const estimate = await estimateQuery(source, query)
  return estimate && priceEstimate(estimate, (await spending?.pricesOf(tenantId, dataSourceId)) ?? noPrices)
}
