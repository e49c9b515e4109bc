import type pg from 'pg'
import type { Committed, Planned, Spending, SpendingScope } from '../../core/ports/spending.ts'
import type { CaseRef, DataSourceId, TenantId } from '../../core/shared/ids.ts'
import { allowance, type Pace } from '../../core/usage/allowance.ts'
import { levelsReached, usedUp, type BudgetPeriod, type BudgetStanding } from '../../core/usage/budget.ts'
import { inTransaction } from './inTransaction.ts'

type Row = {
  readonly scope: string
  readonly period: BudgetPeriod
  readonly span: string
  readonly limit: string
  readonly spent: string
  readonly committed: string
}

const teamOf = (table: string) => `(SELECT team_id FROM investigation_view WHERE id = ${table}.investigation_id)`

/** A case's own, the day's and the month's, by UTC; of the tenant, of one data source, or of one team. */
const within = (table: string, at: string, team = teamOf(table)) => `${table}.tenant_id = budget.tenant_id
  AND (budget.scope = budget.tenant_id OR ${table}.data_source_id = budget.scope OR ${team} = budget.scope)
  AND CASE budget.period WHEN 'case' THEN ${table}.investigation_id = $3::uuid
    ELSE ${at} >= date_trunc(budget.period, now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC' END`

const text = `
  SELECT budget.scope, budget.period, budget.limit_micros AS limit,
    CASE budget.period WHEN 'case' THEN $3::uuid::text WHEN 'day' THEN to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD') ELSE to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM') END AS span,
    (SELECT coalesce(sum(cost_micros), 0)::bigint FROM usage_entry WHERE ${within('usage_entry', 'usage_entry.at', 'usage_entry.team_id')}) AS spent,
    (SELECT coalesce(sum(estimate_micros), 0)::bigint FROM model_call WHERE state <> 'failed' AND spent_at IS NULL AND asked_at > now() - interval '1 hour'
      AND ${within('model_call', 'model_call.asked_at')}) +
    (SELECT coalesce(sum(estimate_micros), 0)::bigint FROM commitment WHERE at > now() - interval '1 hour' AND ${within('commitment', 'commitment.at')}) AS committed
  FROM budget WHERE budget.tenant_id = $1::uuid AND budget.scope IN ($1::uuid, $2::uuid, coalesce($4::uuid, (SELECT team_id FROM investigation_view WHERE id = $3::uuid)))
    AND (budget.period <> 'case' OR $3::uuid IS NOT NULL)
  ORDER BY budget.period, budget.scope`

const prices = `
  (SELECT unit, micros::numeric FROM price WHERE tenant_id = $1 AND resource = $2 AND unit = 'terabyte' AND valid_from <= (now() AT TIME ZONE 'UTC')::date
    ORDER BY valid_from DESC LIMIT 1)
  UNION ALL SELECT 'second', ceil(second_price($1, $2)) WHERE second_price($1, $2) IS NOT NULL`

/** The budgets that bind a case, as they stand in the ledger of usage. */
export const readStandings = async (
  client: Pick<pg.Pool, 'query'>,
  { tenantId, dataSourceId, investigationId, teamId }: SpendingScope,
): Promise<readonly BudgetStanding[]> => {
  const { rows } = await client.query<Row>({ text, values: [tenantId, dataSourceId, investigationId, teamId] })
  const of = (scope: string) => (scope === tenantId ? 'tenant' : scope === dataSourceId ? 'dataSource' : 'team')
  return rows.map(({ scope, period, span, limit, spent, committed }) => ({
    scope,
    of: of(scope),
    period,
    span,
    limit: BigInt(limit),
    spent: BigInt(spent),
    committed: BigInt(committed),
  }))
}

/** Whoever commits something, for a query or for a call of a model, does so after the others of the tenant. */
export const lockBudgets = (client: Pick<pg.PoolClient, 'query'>, tenantId: TenantId) =>
  client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 7))', [tenantId])

/** Queries usually take as long as the last ones of their data source did. */
const paceText = `
  SELECT (SELECT avg(ms) FROM (SELECT ms FROM usage_entry WHERE tenant_id = $1 AND data_source_id = $2 AND kind = 'query' ORDER BY at DESC LIMIT 50) AS last)::float AS "usualMs",
    ceil(second_price($1, 'source:' || $2)) AS second`

const paceOf = async (client: pg.PoolClient, { tenantId, dataSourceId }: SpendingScope): Promise<Pace> => {
  const {
    rows: [row],
  } = await client.query<{ usualMs: number | null; second: string | null }>(paceText, [tenantId, dataSourceId])
  return { usualMs: row?.usualMs ?? null, second: typeof row?.second === 'string' ? BigInt(row.second) : null }
}

const commit = async (
  client: pg.PoolClient,
  scope: CaseRef & { readonly dataSourceId: DataSourceId },
  { step, ...intended }: Planned,
): Promise<Committed> => {
  const { tenantId, investigationId, dataSourceId } = scope
  await lockBudgets(client, tenantId)
  await client.query('DELETE FROM commitment WHERE investigation_id = $1 AND step = $2', [investigationId, step])
  const standings = await readStandings(client, scope)
  const { micros, queryMs } = allowance(standings, intended, await paceOf(client, scope))
  if (usedUp(standings) === null) {
    await client.query(
      'INSERT INTO commitment (investigation_id, step, tenant_id, data_source_id, estimate_micros, at) VALUES ($1, $2, $3, $4, $5, now())',
      [investigationId, step, tenantId, dataSourceId, String(micros)],
    )
  }
  return { standings, queryMs }
}

/** Notices are rows under a key of their own, so that racing steps tell each level once. */
export const createSpending = (pool: pg.Pool): Spending => ({
  standings: scope => readStandings(pool, scope),
  commit: (scope, planned) => inTransaction(pool, client => commit(client, scope, planned)),
  async release({ tenantId, investigationId }, step) {
    await pool.query('DELETE FROM commitment WHERE tenant_id = $1 AND investigation_id = $2 AND step = $3', [
      tenantId,
      investigationId,
      step,
    ])
  },
  async committedSteps({ tenantId, investigationId }) {
    const { rows } = await pool.query<{ step: string }>(
      'SELECT step FROM commitment WHERE tenant_id = $1 AND investigation_id = $2',
      [tenantId, investigationId],
    )
    return rows.map(({ step }) => step)
  },
  async pricesOf(tenantId, dataSourceId) {
    const { rows } = await pool.query<{ unit: string; micros: string }>(prices, [tenantId, `source:${dataSourceId}`])
    const of = (wanted: 'terabyte' | 'second') =>
      rows.flatMap(({ unit, micros }) => (unit === wanted ? [BigInt(micros)] : []))[0] ?? null
    return { terabyte: of('terabyte'), second: of('second') }
  },
  async note(tenantId, standings) {
    const reached = standings.flatMap(({ scope, period, span, spent, limit }) =>
      levelsReached({ limit, spent }).map(level => ({
        scope,
        period,
        span,
        level,
        spent: String(spent),
        limit: String(limit),
      })),
    )
    if (reached.length === 0) return
    await pool.query(
      `INSERT INTO budget_notice (tenant_id, scope, period, span, level, spent_micros, limit_micros, at)
       SELECT $1, scope, period, span, level, spent, "limit", now() FROM json_to_recordset($2::json) AS reached(scope uuid, period text, span text, level int, spent bigint, "limit" bigint)
       ON CONFLICT DO NOTHING`,
      [tenantId, JSON.stringify(reached)],
    )
  },
})
