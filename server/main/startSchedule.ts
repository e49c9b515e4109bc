import { startSchedule as startJobs } from '../adapters/jobs/schedule.ts'
import { checkDueSources } from '../app/checkDueSources.ts'
import { mailNotices } from '../app/mailNotices.ts'
import { readDueSchemas } from '../app/schema/readDueSchemas.ts'
import { printGlobalId } from '../graphql/globalId.ts'
import type { Lifetime } from './lifetime.ts'
import type { Log } from './log.ts'
import type { Adapters } from './openAdapters.ts'

type Options = {
  readonly databaseUrl: string
  readonly adapters: Adapters
  readonly lifetime: Lifetime
  readonly log: Log
  readonly checkMinutes: number
}

const EVERY_MINUTE = '* * * * *'

/** Lets this process do what comes back by the clock. What is due is looked up each time, so a missed minute is made good. */
export const startSchedule = async ({ databaseUrl, adapters, lifetime, log, checkMinutes }: Options): Promise<void> => {
  const schemas = { name: 'read-schemas', cron: EVERY_MINUTE, run: readDueSchemas(adapters) }
  const linkToSource = (id: string) =>
    adapters.linkTo(`/data-sources/${encodeURIComponent(printGlobalId('DataSource', id))}`)
  const health = {
    name: 'check-sources',
    cron: EVERY_MINUTE,
    run: checkDueSources({ ...adapters, linkToSource, clock: () => performance.now(), everyMs: checkMinutes * 60_000 }),
  }
  const privacy = {
    name: 'forget-data',
    cron: EVERY_MINUTE,
    run: async () => void (await adapters.privacy.forget(adapters.now())),
  }
  const linkToCase = (id: string | null) =>
    adapters.linkTo(
      id === null
        ? '/notices'
        : `/investigations/${encodeURIComponent(printGlobalId('Investigation', id))}?tab=activity`,
    )
  const notices = { name: 'mail-notices', cron: EVERY_MINUTE, run: mailNotices({ ...adapters, linkToCase }) }
  const works = [schemas, privacy, notices, ...(checkMinutes === 0 ? [] : [health])]
  const starting = startJobs({
    connectionString: databaseUrl,
    works,
    onProblem: problem => {
      log('warn', 'Scheduled work had a problem', problem)
    },
  })
  await lifetime.keep(starting, schedule => schedule.stop())
}
