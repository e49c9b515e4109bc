import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { refuse } from '../../core/shared/result.ts'
import type { Case, Judgement } from './judge.ts'

export type WorkerPoolOptions = { readonly workers: number; readonly heapMb: number; /** For a worker to load its parsers. */ readonly startMs: number }

type Job = { readonly item: Case; readonly answer: (judgement: Judgement) => void }
type Slot = { worker: Worker; state: 'starting' | 'idle' | 'busy' | 'gone'; job: Job | null; timer: NodeJS.Timeout | null; fails: number }

// Optimising the parsers' WebAssembly (25 MB of it) costs 800 MB at its peak and gains a few milliseconds; the plain code of the first tier is enough.
setFlagsFromString('--liftoff-only')

const workerFile = new URL('./guardWorker.ts', import.meta.url)

const tooSlow = () => refuse({ code: 'too-slow', message: 'The query takes too long to read; a shorter or flatter one will do.' } as const)
const tooMuch = () => refuse({ code: 'too-large', message: 'The query needs too much memory to read.' } as const)
const broken = () => refuse({ code: 'unreadable', message: 'The query breaks the parser that should read it.' } as const)
const away = () => refuse({ code: 'too-slow', message: 'The guard is not running; no query can be checked.' } as const)

const MAX_FAILED_STARTS = 3

/** Warm threads that read one text at a time. One that overruns its deadline is thrown away and replaced; the main thread never waits for it. */
export const createWorkerPool = ({ workers, heapMb, startMs }: WorkerPoolOptions) => {
  const queue: Job[] = []
  let closed = false

  const start = (fails: number): Slot => {
    const worker = new Worker(workerFile, { env: {}, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 32 } })
    const slot: Slot = { worker, state: 'starting', job: null, timer: null, fails }
    slot.timer = setTimeout(() => replace(slot, away()), startMs).unref()
    worker.on('message', message => message === 'ready' ? settle(slot) : settle(slot, message))
    worker.on('error', problem => replace(slot, 'code' in problem && problem.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : broken()))
    worker.on('exit', () => replace(slot, broken()))
    return slot
  }

  const slots: Slot[] = []

  const keepAlive = () => {
    for (const { worker, state } of slots) {
      if (state === 'busy' || (state === 'starting' && queue.length > 0)) worker.ref()
      else worker.unref()
    }
  }

  const settle = (slot: Slot, judgement?: Judgement) => {
    if (slot.timer) clearTimeout(slot.timer)
    const job = slot.job
    Object.assign(slot, { state: 'idle', job: null, timer: null, fails: 0 })
    if (job && judgement) job.answer(judgement)
    dispatch()
  }

  const replace = (slot: Slot, judgement: Judgement) => {
    if (slot.state === 'gone') return
    const failed = slot.state === 'starting'
    const { job, timer } = slot
    if (timer) clearTimeout(timer)
    slot.state = 'gone'
    void slot.worker.terminate()
    job?.answer(judgement)
    if (closed) return
    slots.splice(slots.indexOf(slot), 1)
    const fails = failed ? slot.fails + 1 : 0
    if (fails >= MAX_FAILED_STARTS) for (const waiting of queue.splice(0)) waiting.answer(away())
    else slots.push(start(fails))
    keepAlive()
  }

  const dispatch = () => {
    for (const slot of slots) {
      if (slot.state !== 'idle') continue
      const job = queue.shift()
      if (!job) break
      Object.assign(slot, { state: 'busy', job })
      // An answer that already waits in the queue of a busy main thread counts: look once more after the timer.
      slot.timer = setTimeout(() => setImmediate(() => { if (slot.job === job) replace(slot, tooSlow()) }), job.item.limits.deadlineMs)
      slot.worker.postMessage(job.item)
    }
    keepAlive()
  }

  const fill = () => { while (slots.length < workers) slots.push(start(0)) }
  fill()
  keepAlive()

  return {
    ask: (item: Case) => new Promise<Judgement>(answer => {
      if (closed) return answer(away())
      queue.push({ item, answer })
      fill()
      dispatch()
    }),
    async close() {
      closed = true
      for (const waiting of queue.splice(0)) waiting.answer(away())
      await Promise.all(slots.splice(0).map(async slot => {
        replace(slot, away())
        await slot.worker.terminate()
      }))
    },
  }
}
