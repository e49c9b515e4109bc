import type { PgBoss } from 'pg-boss'
import { z } from 'zod'
import type { Step } from '../../core/investigation/step.ts'
import type { CaseRef } from '../../core/shared/ids.ts'
import { GIVE_UP_QUEUE, jobKey, jobRow, STEP_QUEUE } from './queue.ts'

export type Recovery = {
  /** The cases that have not ended. */
  readonly openCases: () => Promise<readonly CaseRef[]>
  readonly stepsDue: (ref: CaseRef) => Promise<readonly Step[]>
}

const liveJobs = z.array(z.object({ key: z.string() }))

/** Sends again every due step of an open case that has no job waiting or running. Answers how many. */
export const recoverSteps = async (boss: PgBoss, { openCases, stepsDue }: Recovery): Promise<number> => {
  let sent = 0
  for (const ref of await openCases()) {
    const due = (await stepsDue(ref)).map(step => ({ ref, step }))
    if (due.length === 0) continue
    const { rows } = await boss
      .getDb()
      .executeSql(
        `SELECT singleton_key AS key FROM pgboss.job WHERE name = ANY($1) AND state < 'completed' AND singleton_key = ANY($2)`,
        [[STEP_QUEUE, GIVE_UP_QUEUE], due.map(jobKey)],
      )
    const live = new Set(liveJobs.parse(rows).map(row => row.key))
    const missing = due.filter(job => !live.has(jobKey(job)))
    if (missing.length > 0)
      await boss.insert(
        STEP_QUEUE,
        missing.map(job => jobRow(job.ref, job.step)),
      )
    sent += missing.length
  }
  return sent
}
