import type { Pool } from 'pg'
import type { ApprovalFeed, PendingApprovals } from '../../core/ports/approvalFeed.ts'
import type { TenantId } from '../../core/shared/ids.ts'
import { createFactListener } from './factListener.ts'

type Options = { readonly connectionString: string; readonly pool: Pick<Pool, 'query'>; readonly onProblem: (problem: unknown) => void }

/** Facts come by the hundred while scans run; one look per tenant in so many milliseconds tells them all. */
const QUIET_MS = 200
/** What a transaction that began earlier may have committed later. */
const OVERLAP_MS = 5_000
const SWEEP_MS = 5_000

type Standing = { readonly pending: number; readonly newest: Date | null }

/** Followers look at the table; facts of any case, and a sweep, say when. Close it when the process ends. */
export const createApprovalFeed = ({ connectionString, pool, onProblem }: Options): ApprovalFeed & { close(): Promise<void> } => {
  const wakers = new Set<() => void>()
  const wakeAll = () => { wakers.forEach(wake => { wake() }) }
  let soon: NodeJS.Timeout | undefined
  const wakeSoon = () => {
    soon ??= setTimeout(() => {
      soon = undefined
      wakeAll()
    }, QUIET_MS)
  }
  const listener = createFactListener({ connectionString, pool, heartbeatMs: 5_000, onProblem, onFacts: wakeSoon, onReconnect: wakeSoon })
  const sweeps = setInterval(wakeAll, SWEEP_MS)

  return {
    follow: (tenantId, signal) => follow({ look: () => standing(pool, tenantId), wakers, signal }),
    close: async () => {
      clearInterval(sweeps)
      clearTimeout(soon)
      await listener.close()
    },
  }
}

const standing = async (pool: Pick<Pool, 'query'>, tenantId: TenantId): Promise<Standing> => {
  const { rows: [row] } = await pool.query<Standing>({
    name: 'approvals', text: `SELECT count(*) FILTER (WHERE state = 'pending')::int AS pending, max(changed_at) AS newest FROM approval_view WHERE tenant_id = $1`,
    values: [tenantId],
  })
  return row ?? { pending: 0, newest: null }
}

type Following = { readonly look: () => Promise<Standing>; readonly wakers: Set<() => void>; readonly signal: AbortSignal }

async function* follow({ look, wakers, signal }: Following): AsyncGenerator<PendingApprovals, void, undefined> {
  let wake = () => {}
  let stale = true
  const woken = () => {
    stale = true
    wake()
  }
  wakers.add(woken)
  signal.addEventListener('abort', woken)
  try {
    let last: Standing | null = null
    while (!signal.aborted) {
      stale = false
      const next = await look()
      if (last === null || isNews(last, next)) yield { pending: next.pending, since: last && new Date((last.newest?.getTime() ?? 0) - OVERLAP_MS) }
      last = next
      const waiting = Promise.withResolvers<void>()
      wake = waiting.resolve
      if (!isStale()) await waiting.promise
    }
  } finally {
    signal.removeEventListener('abort', woken)
    wakers.delete(woken)
  }
  function isStale() {
    return stale || signal.aborted
  }
}

const isNews = (last: Standing, next: Standing) => last.pending !== next.pending || last.newest?.getTime() !== next.newest?.getTime()
