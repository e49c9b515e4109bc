import { onAbort } from './interruption.ts'

/** Lets so many work at once; the others wait in order. */
export interface Semaphore {
  /** Calls back when it is this one's turn, and gives the place on afterwards. Null where the signal aborted while waiting. */
  run<Value>(signal: AbortSignal, work: () => Promise<Value>): Promise<Value | null>
}

export const createSemaphore = (places: number): Semaphore => {
  let free = places
  const waiting = new Set<() => void>()
  const enter = (signal: AbortSignal) =>
    new Promise<boolean>(resolve => {
      if (signal.aborted) return resolve(false)
      if (free > 0) {
        free--
        return resolve(true)
      }
      const turn = () => {
        forget()
        resolve(true)
      }
      const forget = onAbort(signal, () => {
        waiting.delete(turn)
        resolve(false)
      })
      waiting.add(turn)
    })
  const leave = () => {
    const [next] = waiting
    if (next === undefined) return void free++
    waiting.delete(next)
    next()
  }
  return {
    async run(signal, work) {
      if (!(await enter(signal))) return null
      try {
        return await work()
      } finally {
        leave()
      }
    },
  }
}
