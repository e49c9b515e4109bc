import { setTimeout as sleep } from 'node:timers/promises'

type Stoppable = {
  /** Asks the server to stop what the connection runs; it may come too early to find anything. */
  readonly cancel: () => Promise<void>
  readonly destroy: () => void
}

const CANCEL_AGAIN_MS = 250
/** How long the server may take to obey a request to stop before its connection is dropped. */
export const OBEY_MS = 2000

/** A request that comes between two statements stops nothing, so it is repeated until the work has ended. */
export const tryToStop = async (open: Stoppable, done: AbortSignal) => {
  const deadline = performance.now() + OBEY_MS
  while (!done.aborted && performance.now() < deadline) {
    // The server may be down: then dropping the connection, below, is all that can be done.
    await open.cancel().catch(() => undefined)
    await sleep(CANCEL_AGAIN_MS, undefined, { signal: done }).catch(() => undefined)
  }
  if (!done.aborted) open.destroy()
}
