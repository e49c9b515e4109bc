import { setTimeout as sleep } from 'node:timers/promises'
import { mayTryAgain } from './bigqueryProblem.ts'

const WAITS_MS = [200, 1000]

/** Tries again, twice at most, where the error itself says that the same request may succeed. */
export const patiently = async <Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value> => {
  for (const wait of WAITS_MS) {
    try {
      return await work()
    } catch (error) {
      if (!mayTryAgain(error) || signal.aborted) throw error
      await sleep(wait, undefined, { signal })
    }
  }
  return work()
}
