import type { PgBoss } from 'pg-boss'
import { z } from 'zod'
import { LEASE_SECONDS } from './queue.ts'

/** A job being done: `abandon` tells whoever does it that it is somebody else's now. */
export type Held = { readonly id: string; readonly retryCount: number; readonly abandon: () => void }

const touched = z.object({ settled: z.array(z.string()) })

/** Renews the lease on these jobs and abandons those that were given to another worker meanwhile: this process was stopped or cut off for too long. */
export const renewLeases = async (boss: PgBoss, queue: string, held: readonly Held[]) => {
  if (held.length === 0) return
  const { settled } = touched.parse(
    await boss.touch(
      queue,
      held.map(({ id, retryCount }) => ({ id, retryCount })),
    ),
  )
  const ours = new Set(settled)
  held.filter(job => !ours.has(job.id)).forEach(job => job.abandon())
}

const lostJobs = z.array(z.object({ id: z.string(), retryCount: z.number() }))

/** A job that takes its worker down each time is given up after so many attempts; a deploy, or a machine that ends, is no fault of the job's. */
const mostAttempts = 9

/**
 * Takes jobs from workers that went silent, by the database's clock, and queues them again or, after the last attempt, gives them up. An attempt lost so
 * is not one of those that a failing job may make.
 */
export const takeLostJobs = async (boss: PgBoss, queue: string) => {
  const { rows } = await boss.getDb().executeSql(
    `UPDATE pgboss.job SET retry_limit = CASE WHEN retry_limit BETWEEN 1 AND $3 - 2 THEN retry_limit + 1 ELSE retry_limit END
     WHERE name = $1 AND state = 'active' AND coalesce(heartbeat_on, started_on) < now() - $2 * interval '1 second'
     RETURNING id, retry_count AS "retryCount"`,
    [queue, LEASE_SECONDS, mostAttempts],
  )
  const lost = lostJobs.parse(rows)
  if (lost.length > 0) await boss.fail(queue, lost, { code: 'worker-lost' })
}
