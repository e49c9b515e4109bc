import { startPostman } from '../adapters/jobs/postman.ts'
import { startWorker } from '../adapters/jobs/worker.ts'
import { createNotifications } from '../adapters/postgres/notifications.ts'
import { openCases } from '../adapters/postgres/openCases.ts'
import { advance, dueSteps, giveUp } from '../app/advance.ts'
import { settleOverdue } from '../app/settleOverdue.ts'
import { TryAgain } from '../app/steps/ask.ts'
import type { Lifetime } from './lifetime.ts'
import type { Log } from './log.ts'
import type { Adapters } from './openAdapters.ts'

type Options = {
  readonly databaseUrl: string
  readonly adapters: Adapters
  readonly lifetime: Lifetime
  readonly log: Log
}

/** How many steps this process does side by side; most of a step is waiting for a warehouse. */
const CONCURRENCY = 4

/** Lets this process send what the outbox keeps, where there is a mail server. */
export const startMail = async ({
  databaseUrl,
  adapters: { mailer, secrets, pool },
  lifetime,
  log,
}: Options): Promise<void> => {
  if (mailer === null) return
  const onProblem = (problem: unknown) => {
    log('warn', 'Mail had a problem', problem)
  }
  await lifetime.keep(
    startPostman({
      connectionString: databaseUrl,
      mailer,
      secrets,
      notifications: createNotifications(pool),
      onProblem,
    }),
    postman => postman.stop(),
  )
}

const SEAL_MS = 5 * 60_000

/** Lets this process sign the ends of audit trails, and let go of what is older than their tenants keep. */
export const keepTrails = async ({
  adapters: {
    identity: { auditTrail },
  },
  lifetime,
  log,
}: Omit<Options, 'databaseUrl'>): Promise<void> => {
  const keep = () =>
    void auditTrail
      .seal()
      .then(auditTrail.prune)
      .catch((problem: unknown) => {
        log('warn', 'The audit trails could not be sealed', problem)
      })
  await lifetime.keep(setInterval(keep, SEAL_MS), timer => clearInterval(timer))
  keep()
}

/** Lets this process do the steps of investigations. */
export const startSteps = async ({ databaseUrl, adapters, lifetime, log }: Options): Promise<void> => {
  const [take, surrender, settle, stepsDue] = [
    advance(adapters),
    giveUp(adapters),
    settleOverdue(adapters),
    dueSteps(adapters),
  ]
  const starting = startWorker({
    connectionString: databaseUrl,
    concurrency: CONCURRENCY,
    handle: async ({ ref, step }, signal) => {
      try {
        await take(ref, step, signal)
      } catch (error) {
        if (!signal.aborted)
          log(
            'error',
            `Step ${step.kind} of investigation ${ref.investigationId} (tenant ${ref.tenantId}) failed`,
            error,
          )
        throw error
      }
    },
    explain: error => (error instanceof TryAgain ? { code: error.code, message: error.message } : null),
    onGiveUp: ({ ref, step }, problem) => surrender(ref, step, problem),
    recovery: {
      openCases: openCases(adapters.pool),
      stepsDue: async ref => {
        await settle(ref)
        return stepsDue(ref)
      },
    },
    onProblem: problem => {
      log('warn', 'The worker had a problem', problem)
    },
  })
  await lifetime.keep(starting, worker => worker.stop())
}
