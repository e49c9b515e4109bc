import type { GuardRefusal } from '../../core/ports/queryGuard.ts'
import type { Result } from '../../core/shared/result.ts'
import { away, startSlot, type Job, type SlotOptions, type Task, type WorkerSlot } from './workerSlot.ts'

export type WorkerPoolOptions = SlotOptions & { readonly workers: number }

const MAX_FAILED_STARTS = 3

/** Warm threads that read one text at a time. One that overruns its deadline is thrown away and replaced; the main thread never waits for it. */
export const createWorkerPool = ({ workers, ...options }: WorkerPoolOptions) => {
  const queue: Job[] = []
  const slots = new Set<WorkerSlot>()
  let closed = false
  let failedStarts = 0
  const refuseAll = () => {
    for (const { answer } of queue.splice(0)) answer(away())
  }
  const dispatch = () => {
    for (const slot of slots) {
      const job = slot.isIdle() ? queue.shift() : undefined
      if (job) slot.take(job)
    }
    for (const slot of slots) slot.hold(queue.length > 0)
  }

  const open = () => {
    const slot = startSlot(options, {
      onIdle: () => {
        failedStarts = 0
        dispatch()
      },
      onGone: ({ ready }) => {
        slots.delete(slot)
        failedStarts = ready ? 0 : failedStarts + 1
        if (!closed) refill()
      },
    })
    slots.add(slot)
  }
  const fill = () => {
    while (slots.size < workers) open()
  }
  const refill = () => {
    if (failedStarts < MAX_FAILED_STARTS) fill()
    else refuseAll()
    dispatch()
  }

  refill()

  return {
    /** `Value` is what the worker makes of such a task. */
    ask: <Value>(task: Task) =>
      new Promise<Result<Value, GuardRefusal>>(answer => {
        if (closed) return answer(away())
        queue.push({ task, answer: reply => answer(reply as Result<Value, GuardRefusal>) })
        fill()
        dispatch()
      }),
    async close() {
      closed = true
      refuseAll()
      await Promise.all([...slots].map(slot => slot.stop()))
    },
  }
}
