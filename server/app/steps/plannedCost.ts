import type { Step } from '../../core/investigation/step.ts'
import type { DataSourceId } from '../../core/shared/ids.ts'
import { parseMoney } from '../../core/usage/money.ts'
import { priceEstimate } from '../../core/usage/queryCost.ts'
import type { Planned } from '../../core/ports/spending.ts'
import { contextOf, openSource, timeoutMs } from './ask.ts'
import { estimateQuery } from './estimateQuery.ts'
import { plannedQueries } from './plannedQueries.ts'
import type { Work } from './work.ts'

/** What the queries of a step are going to cost by the price book; null where it asks none, or where nothing of its data source has a price. */
export const plannedCost = async (
  step: Step,
  work: Work,
  dataSourceId: DataSourceId,
): Promise<Omit<Planned, 'step'> | null> => {
  const {
    ref,
    state: { focus },
    tools: { spending, guard },
    signal,
  } = work
  const prices = await spending?.pricesOf(ref.tenantId, dataSourceId)
  if (!focus || !prices || (prices.terabyte === null && prices.second === null)) return null
  const opened = await openSource(work)
  // What cannot be opened the step tells in its own words, and it costs nothing.
  if (!opened.ok) return null
  const source = opened.value
  const queries = plannedQueries(step, work.state, source.dialect)
  if (queries.length === 0) return null
  const costs = await Promise.all(
    prices.terabyte === null
      ? []
      : queries.map(async ({ planned, author }) => {
          const origin = (author ?? 'analyst') === 'analyst' ? 'planner' : 'untrusted'
          const checked = await guard.check(planned.sql, {
            dialect: source.dialect.name,
            context: contextOf(focus),
            origin,
          })
          const estimate = checked.ok ? await estimateQuery(source, checked.value, signal) : null
          return parseMoney((estimate && priceEstimate(estimate, prices).cost) || '0') ?? 0n
        }),
  )
  return { queries: queries.length, timeoutMs, bytesCost: costs.reduce((sum, cost) => sum + cost, 0n) }
}
