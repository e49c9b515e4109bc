import type { Pool } from 'pg'
import type { BudgetFeed, BudgetNews } from '../../core/ports/budgetFeed.ts'
import type { TenantId } from '../../core/shared/ids.ts'

type Options = { readonly pool: Pick<Pool, 'query'>; readonly lookMs?: number }
type Row = Omit<BudgetNews, 'sequence' | 'spent' | 'limit'> & Readonly<Record<'sequence' | 'spent' | 'limit', string>>

/** How often followers look: a warning about money may be some seconds old. */
const LOOK_MS = 3_000

/** What a team's budget had to tell goes with the team. */
const text = `SELECT sequence, data_source.id AS "dataSourceId", team.id AS "teamId", period, level, spent_micros AS spent, limit_micros AS "limit", at
  FROM budget_notice AS notice
    LEFT JOIN data_source ON data_source.id = scope AND data_source.tenant_id = notice.tenant_id
    LEFT JOIN team ON team.id = scope AND team.tenant_id = notice.tenant_id
  WHERE notice.tenant_id = $1 AND sequence > $2 AND (scope = notice.tenant_id OR data_source.id IS NOT NULL OR team.id IS NOT NULL) ORDER BY sequence LIMIT 100`

/** Followers look at the table now and then. */
export const createBudgetFeed = ({ pool, lookMs = LOOK_MS }: Options): BudgetFeed => ({
  async *follow({ tenantId, after }, signal) {
    let cursor = after ?? (await newest(pool, tenantId))
    while (!signal.aborted) {
      const { rows } = await pool.query<Row>({ name: 'budget news', text, values: [tenantId, String(cursor)] })
      for (const row of rows) {
        cursor = BigInt(row.sequence)
        yield { ...row, sequence: cursor, spent: BigInt(row.spent), limit: BigInt(row.limit) }
      }
      if (rows.length === 0) await passed(lookMs, signal)
    }
  },
})

const newest = async (pool: Pick<Pool, 'query'>, tenantId: TenantId): Promise<bigint> => {
  const {
    rows: [row],
  } = await pool.query<{ last: string }>(
    'SELECT coalesce(max(sequence), 0) AS last FROM budget_notice WHERE tenant_id = $1',
    [tenantId],
  )
  return BigInt(row?.last ?? 0)
}

const passed = async (ms: number, signal: AbortSignal) => {
  if (signal.aborted) return
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  const stop = () => {
    resolve()
  }
  signal.addEventListener('abort', stop)
  await promise
  clearTimeout(timer)
  signal.removeEventListener('abort', stop)
}
