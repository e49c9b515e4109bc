import { PgBoss } from 'pg-boss'

/** Work that comes back by the clock; `cron` in UTC. Throwing is noted, and the next time is another try. */
export type ScheduledWork = {
  readonly name: string
  readonly cron: string
  readonly run: (signal: AbortSignal) => Promise<void>
}

type Options = {
  readonly connectionString: string
  readonly works: readonly ScheduledWork[]
  readonly onProblem: (problem: unknown) => void
}

export type Schedule = { stop(): Promise<void> }

/** Of each work at most one runs in all processes, and one more waits; a run that hangs is given up after an hour. */
const queue = { policy: 'stately', retryLimit: 0, expireInSeconds: 3_600, deleteAfterSeconds: 3_600 } as const

/** Does each work when its time comes, in one process of all that have the schedule. `ensureBoss` must have run. */
export const startSchedule = async ({ connectionString, works, onProblem }: Options): Promise<Schedule> => {
  const boss = new PgBoss({
    connectionString,
    max: 2,
    supervise: false,
    migrate: false,
    createSchema: false,
    application_name: 'dataing schedule',
  })
  boss.on('error', onProblem)
  await boss.start()
  const ending = new AbortController()
  for (const { name, cron, run } of works) {
    await boss.createQueue(name, queue)
    await boss.schedule(name, cron)
    await boss.work(name, { pollingIntervalSeconds: 5 }, () => run(ending.signal).catch(onProblem))
  }
  return {
    async stop() {
      ending.abort()
      await boss.stop({ graceful: false })
    },
  }
}
