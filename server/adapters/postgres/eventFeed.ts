import type { Pool } from 'pg'
import { endsCase } from '../../core/investigation/endsCase.ts'
import type { EventFeed } from '../../core/ports/eventFeed.ts'
import type { StoredEvent } from '../../core/ports/investigationStore.ts'
import type { CaseRef } from '../../core/shared/ids.ts'
import { createFactListener } from './factListener.ts'
import { createFollowedCases, woken } from './followedCases.ts'
import { readEvents, readNewestEvent } from './readEvents.ts'

type Options = {
  readonly connectionString: string
  readonly pool: Pick<Pool, 'query'>
  readonly onProblem: (problem: unknown) => void
  readonly heartbeatMs?: number
  /** How often to look for facts whose signal was lost, in ms. */
  readonly sweepMs?: number
}

const PAGE = 100

/** Followers read from the table by sequence; signals and the sweep only say when to look. Close it when the process ends. */
export const createEventFeed = (options: Options): EventFeed & { close(): Promise<void> } => {
  const { connectionString, pool, onProblem, heartbeatMs = 5_000, sweepMs = 2_000 } = options
  const followed = createFollowedCases()
  const listener = createFactListener({
    connectionString,
    pool,
    heartbeatMs,
    onProblem,
    onFacts: ids => ids.forEach(followed.wake),
    onReconnect: followed.wakeAll,
  })

  const sweep = async () => {
    const places = followed.places()
    if (places.length === 0) return
    const { rows } = await pool.query<{ id: string }>({
      name: 'sweep',
      text: `SELECT id FROM unnest($1::uuid[], $2::int[]) AS place(id, cursor) JOIN investigation_view USING (id) WHERE version > cursor`,
      values: [places.map(place => place.id), places.map(place => place.cursor)],
    })
    rows.forEach(row => followed.wake(row.id))
  }
  const sweeps = setInterval(() => void sweep().catch(onProblem), sweepMs)

  return {
    follow: (ref, after, signal) => follow({ pool, followed, ref, after, signal }),
    close: async () => {
      clearInterval(sweeps)
      await listener.close()
    },
  }
}

type Following = {
  readonly pool: Pick<Pool, 'query'>
  readonly followed: ReturnType<typeof createFollowedCases>
  readonly ref: CaseRef
  readonly after: number
  readonly signal: AbortSignal
}

async function* follow({
  pool,
  followed,
  ref,
  after,
  signal,
}: Following): AsyncGenerator<StoredEvent, void, undefined> {
  const { follower, share, leave } = followed.join(ref.investigationId, after)
  const stop = () => follower.wake()
  signal.addEventListener('abort', stop)
  try {
    if (await endedBy(pool, ref, after)) return
    while (!signal.aborted) {
      follower.stale = false
      const from = follower.cursor
      const page = await share(`${ref.tenantId} ${from}`, () => readEvents(pool, ref, { after: from, limit: PAGE }))
      for (const stored of page) {
        if (signal.aborted) return
        follower.cursor = stored.sequence
        yield stored
        if (endsCase(stored.event)) return
      }
      if (page.length < PAGE && !signal.aborted) await woken(follower)
    }
  } finally {
    signal.removeEventListener('abort', stop)
    leave()
  }
}

/** Whether a follower who has everything up to `after` has nothing to wait for. */
const endedBy = async (pool: Pick<Pool, 'query'>, ref: CaseRef, after: number) => {
  if (after <= 0) return false
  const newest = await readNewestEvent(pool, ref)
  return newest !== null && newest.sequence <= after && endsCase(newest.event)
}
