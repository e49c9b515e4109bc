import type { DataSourceProblem } from '../../../core/ports/dataSource.ts'
import type { Result } from '../../../core/shared/result.ts'
import { createInterruption, onAbort } from './interruption.ts'
import { stopped } from './problem.ts'
import { createSemaphore } from './semaphore.ts'

type Outcome<Value> = Promise<Result<Value, DataSourceProblem>>

/** A call to a data source, given what it works on. */
export type Work<Tool, Value> = (tool: Tool, signal: AbortSignal) => Outcome<Value>

/** When a call is to be stopped. */
export type Until = { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined }

/** Where the calls to one data source run: so many at once, each until its time is up, all until it closes. */
export interface Workplace {
  /** A stopped call is a problem that says why, whatever it came to. Waiting for a place counts as time. */
  run<Value>(until: Until, work: (signal: AbortSignal) => Outcome<Value>): Outcome<Value>
  /** Stops what runs and waits for it. Later calls are cancelled at once. Safe to call twice. */
  close(): Promise<void>
}

/** How long a stopped call may take to wind up before it is left behind. */
const GRACE_MS = 3000

export const createWorkplace = (places: number): Workplace => {
  const semaphore = createSemaphore(places)
  const closing = new AbortController()
  const running = new Set<Promise<unknown>>()
  return {
    async run({ timeoutMs, signal }, work) {
      const interruption = createInterruption(timeoutMs, [signal, closing.signal])
      const working = semaphore.run(interruption.signal, () => work(interruption.signal))
      running.add(working)
      const release = () => void running.delete(working)
      working.then(release, release)
      try {
        const outcome = await Promise.race([working, gaveUp(interruption.signal, working)])
        const reason = interruption.reason()
        if (reason !== null && (outcome === null || !outcome.ok)) return stopped(reason)
        if (outcome === null) throw new Error('A call ended without an outcome and without a reason to stop.')
        return outcome
      } finally {
        interruption.dispose()
      }
    },
    async close() {
      closing.abort()
      await Promise.all([...running].map(working => Promise.race([working, afterGrace(working)]).catch(() => null)))
    },
  }
}

const afterGrace = (until: Promise<unknown>) =>
  new Promise<null>(resolve => {
    const timer = setTimeout(resolve, GRACE_MS, null)
    const clear = () => clearTimeout(timer)
    until.then(clear, clear)
  })

/** Resolves a while after the signal, so that nobody waits for ever for a library that does not come back. */
const gaveUp = (signal: AbortSignal, working: Promise<unknown>) =>
  new Promise<null>(resolve => {
    const forget = onAbort(signal, () => void afterGrace(working).then(resolve))
    working.then(forget, forget)
  })
