import type pg from 'pg'
import type { PriceUnit } from '../../core/ports/budgets.ts'
import type { Spending, SpendingScope } from '../../core/ports/spending.ts'
import { levelsReached, type BudgetPeriod, type BudgetStanding } from '../../core/usage/budget.ts'

type Row = { readonly scope: string; readonly period: BudgetPeriod; readonly span: string; readonly limit: string; readonly spent: string; readonly committed: string }

/** A case's own, the day's and the month's, by UTC; of the tenant, or of one data source. */
const within = (table: string, at: string) => `${table}.tenant_id = budget.tenant_id AND (budget.scope = budget.tenant_id OR ${table}.data_source_id = budget.scope)
  AND CASE budget.period WHEN 'case' THEN ${table}.investigation_id = $3::uuid
    ELSE ${at} >= date_trunc(budget.period, now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' END`

const text = `
  SELECT budget.scope, budget.period, budget.limit_micros AS limit,
    CASE budget.period WHEN 'case' THEN $3::uuid::text WHEN 'day' THEN to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') ELSE to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM') END AS span,
    (SELECT coalesce(sum(cost_micros), 0)::bigint FROM usage_entry WHERE ${within('usage_entry', 'usage_entry.at')}) AS spent,
    (SELECT coalesce(sum(estimate_micros), 0)::bigint FROM model_call WHERE state = 'sent' AND asked_at > now() - interval '1 hour' AND ${within('model_call', 'model_call.asked_at')}) AS committed
  FROM budget WHERE budget.tenant_id = $1::uuid AND budget.scope IN ($1::uuid, $2::uuid) AND (budget.period <> 'case' OR $3::uuid IS NOT NULL)
  ORDER BY budget.period, budget.scope`

const prices = `
  SELECT DISTINCT ON (unit) unit, micros FROM price WHERE tenant_id = $1 AND resource = $2 AND valid_from <= (now() AT TIME ZONE 'UTC')::date
  ORDER BY unit, valid_from DESC`

/** The budgets that bind a case, as they stand in the ledger of usage. */
export const readStandings = async (client: Pick<pg.Pool, 'query'>, { tenantId, dataSourceId, investigationId }: SpendingScope): Promise<readonly BudgetStanding[]> => {
  const { rows } = await client.query<Row>({ text, values: [tenantId, dataSourceId, investigationId] })
  return rows.map(({ scope, period, span, limit, spent, committed }) =>
    ({ scope, ofTenant: scope === tenantId, period, span, limit: BigInt(limit), spent: BigInt(spent), committed: BigInt(committed) }))
}

/** Notices are rows under a key of their own, so that racing steps tell each level once. */
export const createSpending = (pool: Pick<pg.Pool, 'query'>): Spending => ({
  standings: scope => readStandings(pool, scope),
  async pricesOf(tenantId, dataSourceId) {
    const { rows } = await pool.query<{ unit: string; micros: string }>(prices, [tenantId, `source:${dataSourceId}`])
    const of = (wanted: PriceUnit) => rows.flatMap(({ unit, micros }) => unit === wanted ? [BigInt(micros)] : [])[0] ?? null
    return { terabyte: of('terabyte'), second: of('second') }
  },
  async note(tenantId, standings) {
    const reached = standings.flatMap(({ scope, period, span, spent, limit }) =>
      levelsReached({ limit, spent }).map(level => ({ scope, period, span, level, spent: String(spent), limit: String(limit) })))
    if (reached.length === 0) return
    await pool.query(
      `INSERT INTO budget_notice (tenant_id, scope, period, span, level, spent_micros, limit_micros, at)
       SELECT $1, scope, period, span, level, spent, "limit", now() FROM json_to_recordset($2::json) AS reached(scope uuid, period text, span text, level int, spent bigint, "limit" bigint)
       ON CONFLICT DO NOTHING`, [tenantId, JSON.stringify(reached)],
    )
  },
})
