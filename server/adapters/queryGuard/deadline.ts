import type { Worker } from 'node:worker_threads'

const STRETCH = 10
const PATIENCE_MS = 100

const usedMs = async (worker: Worker) => {
  const giveUp = new Promise<null>(resolve => setTimeout(resolve, PATIENCE_MS, null).unref())
  const usage = await Promise.race([worker.cpuUsage().catch(() => null), giveUp])
  return usage && (usage.user + usage.system) / 1_000
}

/**
 * Calls `onOverrun` once the worker has worked for `limitMs`. Work is counted as the thread's own processor time, so that a query is not refused because the
 * machine is busy with something else; after ten times the limit by the clock it is over all the same. Returns how to call it off.
 */
export const startDeadline = (
  worker: Worker,
  { limitMs, usedBeforeMs, onOverrun }: { limitMs: number; usedBeforeMs: number; onOverrun: () => void },
) => {
  const began = performance.now()
  let timer: NodeJS.Timeout | null = null
  let over = false

  const look = async () => {
    const used = await usedMs(worker)
    if (over) return
    const left = used === null ? 0 : limitMs - (used - usedBeforeMs)
    if (left <= 0 || performance.now() - began > limitMs * STRETCH) onOverrun()
    else wait(Math.max(left, 10))
  }
  const wait = (ms: number) => {
    timer = setTimeout(() => void look(), ms)
  }

  wait(limitMs)
  return () => {
    over = true
    if (timer) clearTimeout(timer)
  }
}
