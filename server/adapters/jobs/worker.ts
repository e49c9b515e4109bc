import { PgBoss } from 'pg-boss'
import { z } from 'zod'
import { listenForWork } from './ear.ts'
import { FAILED, startLane, type LaneJob } from './lane.ts'
import { GIVE_UP_QUEUE, parseStepJob, STEP_QUEUE, type StepJob } from './queue.ts'
import { recoverSteps, type Recovery } from './recovery.ts'

/** Why a step was given up: it failed each time, or took its worker down each time. `message` is for people. */
export type GiveUpProblem = { readonly code: 'step-failed' | 'worker-lost'; readonly message: string }

export type WorkerOptions = {
  readonly connectionString: string
  /** How many steps run side by side in this process. */
  readonly concurrency: number
  /** Does a step. Throwing makes it run again, three times at most; `signal` aborts when the step was given to another worker, or at a stop. */
  readonly handle: (job: StepJob & { readonly lastAttempt: boolean }, signal: AbortSignal) => Promise<void>
  /** Called, until it succeeds, for a step whose last attempt failed or died. */
  readonly onGiveUp: (job: StepJob, problem: GiveUpProblem) => Promise<void>
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
  const { connectionString, concurrency, handle, onGiveUp, recovery, onProblem } = options
  const boss = new PgBoss({ connectionString, max: 4, schedule: false, migrate: false, createSchema: false, application_name: 'dataing worker' })
  boss.on('error', onProblem)
  await boss.start()

  const steps = startLane({
    boss, queue: STEP_QUEUE, concurrency, onProblem,
    run: (job, signal) => handle({ ...parseStepJob(job.data), lastAttempt: job.retryCount >= job.retryLimit }, signal),
  })
  const givenUp = startLane({ boss, queue: GIVE_UP_QUEUE, concurrency: 1, onProblem, run: job => onGiveUp(parseStepJob(job.data), problemOf(job)) })
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
  return { resume, stop: (graceMs = 10_000) => stopped ??= stop(graceMs) }
}

const failure = z.object({ code: z.string() }).nullish()

const problemOf = (job: LaneJob): GiveUpProblem => failure.safeParse(job.sourceOutput).data?.code === FAILED
  ? { code: 'step-failed', message: 'This step failed each time it was tried.' }
  : { code: 'worker-lost', message: 'The process that did this step died or hung each time.' }
