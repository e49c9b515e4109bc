import { PgBoss } from 'pg-boss'
import type { Mailer } from '../../core/ports/mailer.ts'
import type { Notifications } from '../../core/ports/notifications.ts'
import type { SecretBox } from '../../core/ports/secretBox.ts'
import { startLane } from './lane.ts'
import { openMailJob } from './mailJob.ts'
import { MAIL_QUEUE } from './queue.ts'

type Options = {
  readonly connectionString: string
  readonly mailer: Pick<Mailer, 'send'>
  readonly secrets: Pick<SecretBox, 'open'>
  /** Told of each mail that was taken over; of a job that comes again once more. */
  readonly notifications: Notifications
  readonly onProblem: (problem: unknown) => void
}

/** Starts sending what the outbox keeps. `ensureBoss` must have run. */
export const startPostman = async ({ connectionString, mailer, secrets, notifications, onProblem }: Options) => {
  const boss = new PgBoss({
    connectionString,
    max: 2,
    schedule: false,
    supervise: false,
    migrate: false,
    createSchema: false,
    application_name: 'dataing mail',
  })
  boss.on('error', onProblem)
  await boss.start()
  const send = async (data: unknown) => {
    const job = openMailJob(data, secrets)
    if (job === null) return onProblem(new Error('A mail was sealed by a key that is not here; it is dropped'))
    const { mail } = job
    const sent = await mailer.send(mail)
    if (sent.ok) return job.sent === null ? undefined : notifications.record(job.sent)
    const { code, retryable } = sent.problem
    if (retryable) throw new Error(`Mail ${mail.id} did not go out (${code}) and is tried again`)
    onProblem(new Error(`Mail ${mail.id} was refused for good (${code}) and is dropped`))
  }
  const lane = startLane({
    boss,
    queue: MAIL_QUEUE,
    concurrency: 2,
    onProblem,
    explain: () => ({ code: 'mail-failed' }),
    run: job => send(job.data),
  })
  return {
    /** Waits up to `graceMs` for what is under way. */
    async stop(graceMs = 10_000) {
      await lane.stop(graceMs)
      await boss.stop({ graceful: false })
    },
  }
}
