import { PgBoss } from 'pg-boss'
import { z } from 'zod'
import { listenForWork } from './ear.ts'
import { startLane, type LaneJob } from './lane.ts'
import { GIVE_UP_QUEUE, parseStepJob, STEP_QUEUE, type StepJob } from './queue.ts'
import { recoverSteps, type Recovery } from './recovery.ts'

/** Why a step was given up, fit for people: what `explain` said of the last failure, or 'step-failed', or 'worker-lost' where it took its worker down. */
export type GiveUpProblem = { readonly code: string; readonly message: string }

export type WorkerOptions = {
  readonly connectionString: string
  /** How many steps run side by side in this process. */
  readonly concurrency: number
  /** Does a step. Throwing makes it run again, three times at most; `signal` aborts when the step was given to another worker, or at a stop. */
  readonly handle: (job: StepJob & { readonly lastAttempt: boolean }, signal: AbortSignal) => Promise<void>
  /** Called, until it succeeds, for a step whose last attempt failed or died. */
  readonly onGiveUp: (job: StepJob, problem: GiveUpProblem) => Promise<void>
  /** What people may read of a failure; null where it is nothing for them. */
  readonly explain?: (problem: unknown) => GiveUpProblem | null
  readonly recovery: Recovery
  readonly onProblem: (problem: unknown) => void
}

export type Worker = {
  /** Sends steps again that are due and have no job. It does so by itself at the start and every half minute. */
  resume(): Promise<number>
  /** Waits up to `graceMs` for steps under way; safe to call twice. */
  stop(graceMs?: number): Promise<void>
}

const RESUME_MS = 30_000

/** Starts doing steps. `ensureBoss` must have run. */
export const startWorker = async (options: WorkerOptions): Promise<Worker> => {
  const { connectionString, concurrency, handle, onGiveUp, recovery, onProblem, explain } = options
  const boss = new PgBoss({
    connectionString,
    max: 4,
    schedule: false,
    migrate: false,
    createSchema: false,
    application_name: 'dataing worker',
  })
  boss.on('error', onProblem)
  await boss.start()

  const steps = startLane({
    boss,
    queue: STEP_QUEUE,
    concurrency,
    onProblem,
    explain: problem => explain?.(problem) ?? failed,
    run: (job, signal) => handle({ ...parseStepJob(job.data), lastAttempt: job.retryCount >= job.retryLimit }, signal),
  })
  const givenUp = startLane({
    boss,
    queue: GIVE_UP_QUEUE,
    concurrency: 1,
    onProblem,
    explain: () => failed,
    run: job => onGiveUp(parseStepJob(job.data), problemOf(job)),
  })
  const wake = () => [steps, givenUp].forEach(lane => lane.wake())
  const ear = listenForWork({ connectionString, onWork: wake, onProblem })
  await ear.listening

  const resume = async () => {
    const sent = await recoverSteps(boss, recovery)
    if (sent > 0) steps.wake()
    return sent
  }
  const sweep = () => void resume().catch(onProblem)
  const timer = setInterval(sweep, RESUME_MS)
  sweep()

  const stop = async (graceMs: number) => {
    clearInterval(timer)
    await ear.close()
    await Promise.all([steps, givenUp].map(lane => lane.stop(graceMs)))
    await boss.stop({ graceful: false })
  }
  let stopped: Promise<void> | null = null
  return { resume, stop: (graceMs = 10_000) => (stopped ??= stop(graceMs)) }
}

const failed: GiveUpProblem = { code: 'step-failed', message: 'This step failed each time it was tried.' }
const lost: GiveUpProblem = { code: 'worker-lost', message: 'The process that did this step died or hung each time.' }

const explained = z.object({ code: z.string(), message: z.string() })

/** A job that was never settled by its worker carries nothing of ours. */
const problemOf = (job: LaneJob): GiveUpProblem => explained.safeParse(job.sourceOutput).data ?? lost
