import { PgBoss, type Queue } from 'pg-boss'
import { z } from 'zod'
import { stepKey, type Step } from '../../core/investigation/step.ts'
import type { CaseRef } from '../../core/shared/ids.ts'

export const STEP_QUEUE = 'step'
export const GIVE_UP_QUEUE = 'step-given-up'
export const MAIL_QUEUE = 'mail'

/** PostgreSQL's channel on which workers hear that there is work. */
export const JOB_CHANNEL = 'dataing_jobs'

export type StepJob = { readonly ref: CaseRef; readonly step: Step }

/** A worker silent for so long has lost its jobs (see leases.ts); pg-boss's own watch, of ten seconds or more, stands behind it. */
export const LEASE_SECONDS = 8

/** `stately`: of one step at most one job waits and one runs, so a step sent while it runs is run again afterwards, and never twice at once. */
const timing = {
  heartbeatSeconds: 10,
  expireInSeconds: 900,
  retryLimit: 3,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 30,
  deleteAfterSeconds: 3_600,
}
const queues: readonly Queue[] = [
  // A mail server that is down for the afternoon loses no mail: the last try is about half a day after the first.
  { ...timing, name: MAIL_QUEUE, expireInSeconds: 120, retryLimit: 20, retryDelay: 5, retryDelayMax: 3_600 },
  { ...timing, name: GIVE_UP_QUEUE, retryLimit: 20 },
  { ...timing, name: STEP_QUEUE, policy: 'stately', deadLetter: GIVE_UP_QUEUE },
]

const stepJob = z.object({
  ref: z.object({ tenantId: z.string(), investigationId: z.string() }),
  step: z.looseObject({ kind: z.string() }),
})

/** What a job carries; only this program sends jobs, so the step's kind is one of ours. */
export const parseStepJob = (data: unknown): StepJob => stepJob.parse(data) as StepJob

/** The key of a step's job within its queue. */
export const jobKey = ({ ref, step }: StepJob) => `${ref.investigationId}:${stepKey(step)}`

/** How the event store sends jobs inside its own statement: an INSERT over the JSON text at `$1`, and one element of that JSON. */
export type JobInsert = { readonly sql: string; row(ref: CaseRef, step: Step): object }

export const jobRow = (ref: CaseRef, step: Step) => ({ data: { ref, step }, singletonKey: jobKey({ ref, step }) })

/** Makes pg-boss's schema and our queues where they are missing; processes may call it at once. */
export const ensureBoss = async (
  connectionString: string,
): Promise<{ readonly jobs: JobInsert; readonly mailSql: string }> => {
  const boss = new PgBoss({
    connectionString,
    max: 1,
    supervise: false,
    schedule: false,
    registerInstance: false,
    application_name: 'dataing set-up',
  })
  await boss.start()
  try {
    for (const { name, ...options } of queues) await boss.createQueue(name, options)
    return { jobs: { sql: await insertSql(boss, STEP_QUEUE), row: jobRow }, mailSql: await insertSql(boss, MAIL_QUEUE) }
  } finally {
    await boss.stop({ graceful: false })
  }
}

const insertValues = z.tuple([z.string()])
const insertRows = z
  .array(z.object({ data: z.object({ sample: z.literal(true) }), singletonKey: z.literal('sample') }))
  .length(1)

/** pg-boss's own INSERT, got by giving it a database that only listens, so that its text is never ours to keep up with. */
const insertSql = async (boss: PgBoss, queue: string): Promise<string> => {
  const heard: { text: string; values: unknown }[] = []
  const db = {
    executeSql: async (text: string, values?: unknown[]) => {
      heard.push({ text, values })
      return { rows: [] }
    },
  }
  await boss.insert(queue, [{ data: { sample: true }, singletonKey: 'sample' }], { db })
  const [statement, ...more] = heard
  if (!statement || more.length > 0 || !statement.text.includes('$1::text::json') || statement.text.includes('$2')) {
    throw new Error('pg-boss sends jobs in another way than this program knows; see server/adapters/jobs/queue.ts.')
  }
  insertRows.parse(JSON.parse(insertValues.parse(statement.values)[0]))
  return statement.text
}
