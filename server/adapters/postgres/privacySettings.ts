import { z } from 'zod'
import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { PrivacySettings, VersionedPrivacy } from '../../core/ports/privacySettings.ts'
import { DEFAULT_PRIVACY } from '../../core/privacy/privacy.ts'
import type { TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'

type Transaction = Prisma.TransactionClient
type Tools = { readonly db: PrismaClient; readonly audit: AuditWriter<Transaction> }

const maskedColumns = z.record(z.string(), z.array(z.string()))

/** What each tenant lets be seen, in PostgreSQL. */
export const createPrivacySettings = ({ db, audit }: Tools): PrivacySettings => ({
  of: tenantId => privacyOf(db, tenantId),
  save: (tenantId, wanted, expectedVersion) =>
    db.$transaction(async tx => {
      await tx.$queryRaw`SELECT 1 FROM tenant WHERE id = ${tenantId}::uuid FOR NO KEY UPDATE`
      const { version, ...before } = await privacyOf(tx, tenantId)
      if (version !== expectedVersion) return refuse({ code: 'conflict' })
      const masked = Object.fromEntries(Object.entries(wanted.masked).map(([id, names]) => [id, [...names]]))
      const saved = { ...wanted, masked, version: version + 1 }
      await tx.tenantPrivacy.upsert({ where: { tenantId }, create: { tenantId, ...saved }, update: saved })
      await tx.$executeRaw`UPDATE model_call SET expires_at = asked_at + ${wanted.payloadDays} * interval '1 day' WHERE tenant_id = ${tenantId}::uuid AND payload IS NOT NULL`
      const { name } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { name: true } })
      await audit.add(tx, {
        tenantId,
        action: 'privacyChanged',
        subject: { kind: 'tenant', id: tenantId, name },
        before,
        after: wanted,
      })
      return ok(saved)
    }),
  async forget(now) {
    const payloads =
      await db.$executeRaw`UPDATE model_call SET payload = NULL, answer = NULL WHERE expires_at < ${now} AND payload IS NOT NULL`
    const rows = await db.$executeRaw`
      UPDATE query_view q SET answer = NULL FROM tenant_privacy p
      WHERE p.tenant_id = q.tenant_id AND q.query_id IN ('badRows', 'goodRows') AND q.answer IS NOT NULL
        AND (NOT p.shows_rows OR q.ran_at < ${now}::timestamptz - p.row_days * interval '1 day')`
    return payloads + rows
  },
})

const privacyOf = async (db: Pick<Transaction, 'tenantPrivacy'>, tenantId: TenantId): Promise<VersionedPrivacy> => {
  const found = await db.tenantPrivacy.findUnique({ where: { tenantId } })
  if (found === null) return { ...DEFAULT_PRIVACY, version: 0 }
  const { showsRows, rowDays, payloadDays, version } = found
  return { showsRows, rowDays, payloadDays, masked: maskedColumns.parse(found.masked), version }
}
