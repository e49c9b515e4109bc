import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import type { SecretBox } from '../../core/ports/secretBox.ts'
import type { Outbox } from '../../core/ports/outbox.ts'
import { mailPlace } from './mailJob.ts'

type Tools = {
  readonly isOpen: boolean
  readonly pool: Pick<Pool, 'query'>
  /** pg-boss's INSERT, see `ensureBoss`. */
  readonly mailSql: string
  readonly secrets: Pick<SecretBox, 'seal'>
}

/** The outbox as a queue of jobs. Mails hold links that let people in, so each waits sealed. */
export const createOutbox = ({ isOpen, pool, mailSql, secrets }: Tools): Outbox => ({
  isOpen,
  async post(tenantId, mail) {
    if (!isOpen) return
    const id = randomUUID()
    const sealed = Buffer.from(secrets.seal(mailPlace(tenantId, id), JSON.stringify(mail))).toString('base64')
    await pool.query(mailSql, [JSON.stringify([{ data: { id, tenantId, sealed }, singletonKey: id }])])
  },
})
