import { z } from 'zod'
import type { Mail } from '../../core/ports/mailer.ts'
import type { SecretBox, SecretPlace } from '../../core/ports/secretBox.ts'
import { asId, type TenantId } from '../../core/shared/ids.ts'

const mailJob = z.object({ id: z.string(), tenantId: z.string(), sealed: z.base64() })
const sealedMail = z.object({ to: z.string(), subject: z.string(), text: z.string() })

/** What stands for the tenant of a mail that belongs to none. */
export const NO_TENANT = asId<TenantId>('none')

export const mailPlace = (tenantId: TenantId, id: string): SecretPlace => ({ tenantId, owner: id, field: 'mail' })

/** The mail of a job; null where it was sealed by a key that is gone. */
export const openMailJob = (data: unknown, secrets: Pick<SecretBox, 'open'>): Mail | null => {
  const { id, tenantId, sealed } = mailJob.parse(data)
  const opened = secrets.open(mailPlace(asId<TenantId>(tenantId), id), Buffer.from(sealed, 'base64'))
  return opened.ok ? { id, ...sealedMail.parse(JSON.parse(opened.value)) } : null
}
