import type { JobWithMetadata, PgBoss } from 'pg-boss'
import { renewLeases, takeLostJobs, type Held } from './leases.ts'
import { createSettler } from './settler.ts'

export type LaneJob = Pick<JobWithMetadata<unknown>, 'id' | 'data' | 'retryCount' | 'retryLimit' | 'sourceOutput'>

export type Lane = {
  /** Looks for jobs now. */
  wake(): void
  /** Takes no more jobs, waits `graceMs` for those under way, then abandons them; they run again elsewhere. */
  stop(graceMs: number): Promise<void>
}

type Options = {
  readonly boss: PgBoss
  readonly queue: string
  readonly concurrency: number
  /** Does one job; throwing makes it run again later, or, the last time, gives it up. */
  readonly run: (job: LaneJob, signal: AbortSignal) => Promise<void>
  /** What is recorded of a failed attempt, for who gives the job up. */
  readonly explain: (problem: unknown) => object
  readonly onProblem: (problem: unknown) => void
}

const POLL_MS = 1_000
const LEASE_MS = 2_000

/**
 * Keeps up to `concurrency` jobs of one queue under way, each settled by itself, so that a long one holds up nobody. pg-boss's own `work()` either takes
 * jobs one by one (42 a second) or settles them by the batch.
 */
export const startLane = (options: Options): Lane => {
  const { boss, queue, concurrency, onProblem } = options
  const perform = createPerformer(options)
  const held = new Map<string, HeldJob>()
  let looking = false
  let again = false
  let stopping = false

  const begin = (job: LaneJob) => {
    const controller = new AbortController()
    const lease = { id: job.id, retryCount: job.retryCount, abandon: () => controller.abort() }
    const done = perform(job, controller.signal).finally(() => {
      held.delete(job.id)
      wake()
    })
    held.set(job.id, { lease, done })
  }

  const look = async () => {
    looking = true
    try {
      do {
        again = false
        const free = concurrency - held.size
        if (stopping || free <= 0) return
        const jobs = await boss.fetch<unknown>(queue, { batchSize: free, includeMetadata: true })
        jobs.forEach(begin)
        again ||= jobs.length === free
      } while (again)
    } finally {
      looking = false
    }
  }

  const wake = () => {
    again = true
    if (!looking) void look().catch(onProblem)
  }

  const poll = setInterval(wake, POLL_MS)
  const keep = () => void keepLeases(options, held).then(wake, onProblem)
  const renew = setInterval(keep, LEASE_MS)
  // A worker that takes the place of a dead one goes on where that one was, and not two seconds later.
  keep()
  wake()

  return {
    wake,
    async stop(graceMs) {
      stopping = true
      clearInterval(poll)
      await letGo(held, graceMs)
      clearInterval(renew)
    },
  }
}

type HeldJob = { readonly lease: Held; readonly done: Promise<void> }

/** Holds on to what is under way here, and takes over what a dead worker left. */
const keepLeases = ({ boss, queue }: Options, held: ReadonlyMap<string, HeldJob>) =>
  Promise.all([
    renewLeases(
      boss,
      queue,
      [...held.values()].map(({ lease }) => lease),
    ),
    takeLostJobs(boss, queue),
  ])

/** Waits for the jobs under way; those that take longer are abandoned, and waited for once more. */
const letGo = async (held: ReadonlyMap<string, HeldJob>, graceMs: number) => {
  const all = () => Promise.all([...held.values()].map(one => one.done))
  await within(all(), graceMs)
  held.forEach(({ lease }) => lease.abandon())
  await within(all(), graceMs)
}

/** Does a job and settles it, done or failed. */
const createPerformer = ({ boss, queue, run, explain, onProblem }: Options) => {
  const complete = createSettler(boss, queue)
  return async (job: LaneJob, signal: AbortSignal) => {
    const attempt = { id: job.id, retryCount: job.retryCount }
    try {
      await run(job, signal)
      await complete(attempt)
    } catch (problem) {
      onProblem(problem)
      await boss.fail(queue, attempt, explain(problem)).catch(onProblem)
    }
  }
}

const within = async (work: Promise<unknown>, ms: number) => {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, ms)
  await Promise.race([work, promise])
  clearTimeout(timer)
}
