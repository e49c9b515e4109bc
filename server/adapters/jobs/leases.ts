import type { PgBoss } from 'pg-boss'
import { z } from 'zod'
import { LEASE_SECONDS } from './queue.ts'

/** A job being done: `abandon` tells whoever does it that it is somebody else's now. */
export type Held = { readonly id: string; readonly retryCount: number; readonly abandon: () => void }

const touched = z.object({ settled: z.array(z.string()) })

/** Renews the lease on these jobs and abandons those that were given to another worker meanwhile: this process was stopped or cut off for too long. */
export const renewLeases = async (boss: PgBoss, queue: string, held: readonly Held[]) => {
  if (held.length === 0) return
  const { settled } = touched.parse(await boss.touch(queue, held.map(({ id, retryCount }) => ({ id, retryCount }))))
  const ours = new Set(settled)
  held.filter(job => !ours.has(job.id)).forEach(job => job.abandon())
}

const lostJobs = z.array(z.object({ id: z.string(), retryCount: z.number() }))

/** Takes jobs from workers that went silent, by the database's clock, and queues them again or, after the last attempt, gives them up. */
export const takeLostJobs = async (boss: PgBoss, queue: string) => {
  const { rows } = await boss.getDb().executeSql(
    `SELECT id, retry_count AS "retryCount" FROM pgboss.job
     WHERE name = $1 AND state = 'active' AND coalesce(heartbeat_on, started_on) < now() - $2 * interval '1 second'`,
    [queue, LEASE_SECONDS],
  )
  const lost = lostJobs.parse(rows)
  if (lost.length > 0) await boss.fail(queue, lost, { code: 'worker-lost' })
}
