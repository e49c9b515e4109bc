import { setFlagsFromString } from 'node:v8'
import { Worker } from 'node:worker_threads'
import type { GuardRefusal } from '../../core/ports/queryGuard.ts'
import type { ViewText } from '../../core/ports/viewReader.ts'
import { refuse, type Result } from '../../core/shared/result.ts'
import { startDeadline } from './deadline.ts'
import type { Case } from './reading.ts'

// Optimising the parsers' WebAssembly (25 MB of it) costs 800 MB at its peak and gains a few milliseconds; the plain code of the first tier is enough.
for (const flag of ['--no-wasm-dynamic-tiering', '--no-wasm-tier-up']) setFlagsFromString(flag)

const workerFile = new URL('./guardWorker.ts', import.meta.url)

const tooSlow = () =>
  refuse({ code: 'too-slow', message: 'The query takes too long to read; a shorter or flatter one will do.' } as const)
const tooMuch = () => refuse({ code: 'too-large', message: 'The query needs too much memory to read.' } as const)
const broken = () =>
  refuse({ code: 'unreadable', message: 'The query breaks the parser that should read it.' } as const)
export const away = () =>
  refuse({ code: 'too-slow', message: 'The guard is not running; no query can be checked.' } as const)

/** What a worker is asked: to judge a query, or to say what a view is made from. */
export type Task = { readonly query: Case } | { readonly view: ViewText; readonly deadlineMs: number }
/** What comes of it depends on what was asked. */
export type Reply = Result<unknown, GuardRefusal>
/** What a worker says: that it is ready (null), or its reply; and the processor time it has used in its life. */
export type WorkerReport = { readonly reply: Reply | null; readonly usedMs: number }
export type Job = { readonly task: Task; readonly answer: (reply: Reply) => void }
export type SlotOptions = { readonly heapMb: number; /** For a worker to load its parsers. */ readonly startMs: number }
type Watcher = {
  /** It waits for a job. */
  readonly onIdle: () => void
  /** It is no more, and its job, if it had one, is answered. `ready` tells whether it ever worked. */
  readonly onGone: (gone: { readonly ready: boolean }) => void
}

export type WorkerSlot = ReturnType<typeof startSlot>

const causeOf = (problem: unknown) =>
  problem instanceof Error && 'code' in problem && problem.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : broken()

/** One worker thread from its start to its end. It takes one job at a time; whatever ends it answers that job. */
export const startSlot = ({ heapMb, startMs }: SlotOptions, { onIdle, onGone }: Watcher) => {
  const worker = new Worker(workerFile, {
    env: {},
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: heapMb, maxYoungGenerationSizeMb: 8 },
  })
  const slow = setTimeout(() => end(away()), startMs).unref()
  let stopClock = () => clearTimeout(slow)
  let state: 'starting' | 'idle' | 'busy' | 'gone' = 'starting'
  let job: Job | null = null
  let usedMs = 0
  const started = Promise.withResolvers<void>()

  const end = (reply: Reply) => {
    if (state === 'gone') return
    const ready = state !== 'starting'
    state = 'gone'
    stopClock()
    started.resolve()
    void worker.terminate()
    job?.answer(reply)
    onGone({ ready })
  }

  worker.on('message', (report: WorkerReport) => {
    stopClock()
    const done = job
    state = 'idle'
    job = null
    usedMs = report.usedMs
    started.resolve()
    if (done && report.reply) done.answer(report.reply)
    onIdle()
  })
  worker.on('error', problem => end(causeOf(problem)))
  worker.on('exit', () => end(broken()))

  return {
    isIdle: () => state === 'idle',
    take(next: Job) {
      state = 'busy'
      job = next
      const limitMs = 'view' in next.task ? next.task.deadlineMs : next.task.query.limits.deadlineMs
      stopClock = startDeadline(worker, { limitMs, usedBeforeMs: usedMs, onOverrun: () => end(tooSlow()) })
      worker.postMessage(next.task)
    },
    /** Whether the process must stay for it. */
    hold: (waiting: boolean) => {
      if (state === 'busy' || waiting) worker.ref()
      else worker.unref()
    },
    /**
     * Ends it. One that still starts may finish that first: a thread that is ended while V8 compiles its parsers'
     * WebAssembly now and then takes the whole process with it (SIGTRAP, SIGSEGV).
     */
    async stop() {
      if (state === 'starting') {
        worker.ref()
        await started.promise
      }
      end(away())
      await worker.terminate()
    },
  }
}
