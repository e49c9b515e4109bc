import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import { refuse } from '../../core/shared/result.ts'
import { startDeadline } from './deadline.ts'
import type { Case, Judgement } from './judge.ts'

export type WorkerPoolOptions = { readonly workers: number; readonly heapMb: number; /** For a worker to load its parsers. */ readonly startMs: number }

type Job = { readonly item: Case; readonly answer: (judgement: Judgement) => void }
/** What a worker says: that it is ready (null), or its judgement; and the processor time it has used in its life. */
export type WorkerReport = { readonly judgement: Judgement | null; readonly usedMs: number }
type Slot = { worker: Worker; state: 'starting' | 'idle' | 'busy' | 'gone'; job: Job | null; stopClock: () => void; usedMs: number; fails: number }

// Optimising the parsers' WebAssembly (25 MB of it) costs 800 MB at its peak and gains a few milliseconds; the plain code of the first tier is enough.
for (const flag of ['--no-wasm-dynamic-tiering', '--no-wasm-tier-up']) setFlagsFromString(flag)

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
    const timer = setTimeout(() => replace(slot, away()), startMs).unref()
    const slot: Slot = { worker, state: 'starting', job: null, stopClock: () => clearTimeout(timer), usedMs: 0, fails }
    worker.on('message', (report: WorkerReport) => settle(slot, report))
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

  const settle = (slot: Slot, { judgement, usedMs }: WorkerReport) => {
    slot.stopClock()
    const job = slot.job
    Object.assign(slot, { state: 'idle', job: null, usedMs, fails: 0 })
    if (job && judgement) job.answer(judgement)
    dispatch()
  }

  const replace = (slot: Slot, judgement: Judgement) => {
    if (slot.state === 'gone') return
    const failed = slot.state === 'starting'
    const { job } = slot
    slot.stopClock()
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
      const onOverrun = () => replace(slot, tooSlow())
      slot.stopClock = startDeadline(slot.worker, { limitMs: job.item.limits.deadlineMs, usedBeforeMs: slot.usedMs, onOverrun })
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
