import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { Letter, MailWriter, Outbox } from '../../core/ports/outbox.ts'
import type { SecretBox } from '../../core/ports/secretBox.ts'
import type { TenantId } from '../../core/shared/ids.ts'
import { mailPlace, NO_TENANT } from './mailJob.ts'

type Tools = {
  readonly isOpen: boolean
  /** pg-boss's INSERT, see `ensureBoss`. */
  readonly mailSql: string
  readonly secrets: Pick<SecretBox, 'seal'>
}

/** The outbox as a queue of jobs. Mails hold links that let people in, so each waits sealed. */
export const createOutbox = ({ pool, ...tools }: Tools & { readonly pool: Pick<Pool, 'query'> }): Outbox => ({
  isOpen: tools.isOpen,
  async post(tenantId, mail) {
    if (tools.isOpen) await pool.query(tools.mailSql, [jobsOf(tools, tenantId ?? NO_TENANT, [mail])])
  },
})

/** As much of a transaction of Prisma's as it takes. */
type RawTransaction = { $queryRawUnsafe(sql: string, ...values: readonly unknown[]): Promise<unknown> }

/** The same queue, written in transactions of others. */
export const createMailWriter = (tools: Tools): MailWriter<RawTransaction> => ({
  async add(transaction, tenantId, mails) {
    if (tools.isOpen && mails.length > 0)
      await transaction.$queryRawUnsafe(tools.mailSql, jobsOf(tools, tenantId ?? NO_TENANT, mails))
  },
})

const jobsOf = ({ secrets }: Pick<Tools, 'secrets'>, tenantId: TenantId, mails: readonly Letter[]) =>
  JSON.stringify(
    mails.map(mail => {
      const id = randomUUID()
      const sealed = Buffer.from(secrets.seal(mailPlace(tenantId, id), JSON.stringify(mail))).toString('base64')
      return { data: { id, tenantId, sealed }, singletonKey: id }
    }),
  )
