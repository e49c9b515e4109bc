import { startSchedule as startJobs } from '../adapters/jobs/schedule.ts'
import { readDueSchemas } from '../app/schema/readDueSchemas.ts'
import type { Lifetime } from './lifetime.ts'
import type { Log } from './log.ts'
import type { Adapters } from './openAdapters.ts'

type Options = { readonly databaseUrl: string; readonly adapters: Adapters; readonly lifetime: Lifetime; readonly log: Log }

const EVERY_MINUTE = '* * * * *'

/** Lets this process do what comes back by the clock. What is due is looked up each time, so a missed minute is made good. */
export const startSchedule = async ({ databaseUrl, adapters, lifetime, log }: Options): Promise<void> => {
  const works = [{ name: 'read-schemas', cron: EVERY_MINUTE, run: readDueSchemas(adapters) }]
  const starting = startJobs({ connectionString: databaseUrl, works, onProblem: problem => { log('warn', 'Scheduled work had a problem', problem) } })
  await lifetime.keep(starting, schedule => schedule.stop())
}
