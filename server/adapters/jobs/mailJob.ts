import { z } from 'zod'
import type { Mail } from '../../core/ports/mailer.ts'
import type { SentNotification } from '../../core/ports/notifications.ts'
import type { SecretBox, SecretPlace } from '../../core/ports/secretBox.ts'
import { asId, type DataSourceId, type TenantId } from '../../core/shared/ids.ts'

const mailJob = z.object({ id: z.string(), tenantId: z.string(), sealed: z.base64() })
const kinds = z.enum(['invitation', 'password', 'health', 'case', 'other'])
// Mails that were kept by an older version do not say what they are.
const sealedMail = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  kind: kinds.default('other'),
  dataSourceId: z.uuid().nullish(),
})

/** What stands for the tenant of a mail that belongs to none. */
export const NO_TENANT = asId<TenantId>('none')

export const mailPlace = (tenantId: TenantId, id: string): SecretPlace => ({ tenantId, owner: id, field: 'mail' })

/** The mail of a job, and what it is metered as, if it belongs to a tenant; null where it was sealed by a key that is gone. */
export const openMailJob = (
  data: unknown,
  secrets: Pick<SecretBox, 'open'>,
): { readonly mail: Mail; readonly sent: SentNotification | null } | null => {
  const { id, sealed, ...job } = mailJob.parse(data)
  const tenantId = asId<TenantId>(job.tenantId)
  const opened = secrets.open(mailPlace(tenantId, id), Buffer.from(sealed, 'base64'))
  if (!opened.ok) return null
  const { kind, dataSourceId, ...mail } = sealedMail.parse(JSON.parse(opened.value))
  const sent = {
    tenantId,
    channel: 'mail',
    deliveryId: id,
    kind,
    dataSourceId: dataSourceId ? asId<DataSourceId>(dataSourceId) : null,
  } as const
  return { mail: { id, ...mail }, sent: tenantId === NO_TENANT ? null : sent }
}
