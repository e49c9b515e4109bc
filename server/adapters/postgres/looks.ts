import type { Pool } from 'pg'
import { createFactListener } from './factListener.ts'

type Options = {
  readonly connectionString: string
  readonly pool: Pick<Pool, 'query'>
  readonly onProblem: (problem: unknown) => void
}

/** Facts come by the hundred while scans run; one look per follower in so many milliseconds tells them all. */
const QUIET_MS = 200
const SWEEP_MS = 5_000

export type Looks = {
  /** What the look sees, at once and whenever it sees something else. */
  follow<Seen>(look: () => Promise<Seen>, signal: AbortSignal): AsyncGenerator<Seen, void, undefined>
  close(): Promise<void>
}

/** Followers look at tables; signals about any case, and a sweep, say when. Close it when the process ends. */
export const createLooks = ({ connectionString, pool, onProblem }: Options): Looks => {
  const wakers = new Set<() => void>()
  const wakeAll = () => {
    wakers.forEach(wake => {
      wake()
    })
  }
  let soon: NodeJS.Timeout | undefined
  const wakeSoon = () => {
    soon ??= setTimeout(() => {
      soon = undefined
      wakeAll()
    }, QUIET_MS)
  }
  const listener = createFactListener({
    connectionString,
    pool,
    heartbeatMs: 5_000,
    onProblem,
    onFacts: wakeSoon,
    onReconnect: wakeSoon,
  })
  const sweeps = setInterval(wakeAll, SWEEP_MS)
  return {
    follow: (look, signal) => follow(look, wakers, signal),
    close: async () => {
      clearInterval(sweeps)
      clearTimeout(soon)
      await listener.close()
    },
  }
}

async function* follow<Seen>(
  look: () => Promise<Seen>,
  wakers: Set<() => void>,
  signal: AbortSignal,
): AsyncGenerator<Seen, void, undefined> {
  let wake = () => {}
  let stale = true
  const woken = () => {
    stale = true
    wake()
  }
  wakers.add(woken)
  signal.addEventListener('abort', woken)
  try {
    let last: string | null = null
    while (!signal.aborted) {
      stale = false
      const seen = await look()
      const text = JSON.stringify(seen)
      if (text !== last) yield seen
      last = text
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
