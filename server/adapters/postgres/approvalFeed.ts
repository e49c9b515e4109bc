import type { Pool } from 'pg'
import type { ApprovalFeed, PendingApprovals } from '../../core/ports/approvalFeed.ts'
import type { TenantId } from '../../core/shared/ids.ts'
import type { Looks } from './looks.ts'

/** What a transaction that began earlier may have committed later. */
const OVERLAP_MS = 5_000

type Standing = { readonly pending: number; readonly newest: Date | null }

/** How the inbox stands, as the table has it. */
export const createApprovalFeed = (pool: Pick<Pool, 'query'>, looks: Looks): ApprovalFeed => ({
  follow: async function* (tenantId, signal): AsyncGenerator<PendingApprovals, void, undefined> {
    let last: Standing | null = null
    for await (const next of looks.follow(() => standing(pool, tenantId), signal)) {
      yield { pending: next.pending, since: last && new Date((last.newest?.getTime() ?? 0) - OVERLAP_MS) }
      last = next
    }
  },
})

const standing = async (pool: Pick<Pool, 'query'>, tenantId: TenantId): Promise<Standing> => {
  const {
    rows: [row],
  } = await pool.query<Standing>({
    name: 'approvals',
    text: `SELECT count(*) FILTER (WHERE state = 'pending')::int AS pending, max(changed_at) AS newest FROM approval_view WHERE tenant_id = $1`,
    values: [tenantId],
  })
  return row ?? { pending: 0, newest: null }
}
