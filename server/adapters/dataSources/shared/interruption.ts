import type { StopReason } from './problem.ts'

/** One signal for all reasons to stop; the first one counts. */
export type Interruption = {
  readonly signal: AbortSignal
  /** Null while nothing has stopped the work. */
  reason(): StopReason | null
  /** Lets go of the clock and the signals. */
  dispose(): void
}

/** Stops after `timeoutMs`, or when one of the signals aborts. */
export const createInterruption = (timeoutMs: number, signals: readonly (AbortSignal | undefined)[]): Interruption => {
  const controller = new AbortController()
  let reason: StopReason | null = null
  const stop = (why: StopReason) => {
    reason ??= why
    controller.abort()
  }
  const cancel = () => stop('cancelled')
  const timer = setTimeout(stop, timeoutMs, 'timed-out')
  for (const signal of signals) {
    if (signal?.aborted) cancel()
    else signal?.addEventListener('abort', cancel, { once: true })
  }
  return {
    signal: controller.signal,
    reason: () => reason,
    dispose() {
      clearTimeout(timer)
      for (const signal of signals) signal?.removeEventListener('abort', cancel)
    },
  }
}

/** Calls `act` when the signal aborts, at once if it has; returns how to take that back. */
export const onAbort = (signal: AbortSignal, act: () => void) => {
  if (signal.aborted) act()
  else signal.addEventListener('abort', act, { once: true })
  return () => signal.removeEventListener('abort', act)
}
