import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import { DEFAULT_SECURITY } from '../../core/access/security.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { SecuritySettings, VersionedSecurity } from '../../core/ports/securitySettings.ts'
import type { TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'

type Transaction = Prisma.TransactionClient
type Tools = { readonly db: PrismaClient; readonly audit: AuditWriter<Transaction> }

/** What each tenant asks of sign-ins, in PostgreSQL. */
export const createSecuritySettings = ({ db, audit }: Tools): SecuritySettings => ({
  of: tenantId => securityOf(db, tenantId),
  async takesPassword({ tenantId, personId }) {
    const { ssoOnly } = await securityOf(db, tenantId)
    return !ssoOnly || (await db.person.count({ where: { id: personId, tenantId, role: 'owner' } })) > 0
  },
  save: (tenantId, wanted, { expectedVersion, kept }) =>
    db.$transaction(async tx => {
      await tx.$queryRaw`SELECT 1 FROM tenant WHERE id = ${tenantId}::uuid FOR NO KEY UPDATE`
      const { version, ...before } = await securityOf(tx, tenantId)
      if (version !== expectedVersion) return refuse({ code: 'conflict' })
      const saved = { ...wanted, version: version + 1 }
      await tx.tenantSecurity.upsert({ where: { tenantId }, create: { tenantId, ...saved }, update: saved })
      await shorten(tx, tenantId, wanted)
      if (wanted.twoFactorRequired && !before.twoFactorRequired) {
        await tx.session.deleteMany({ where: { tenantId, proof: 'password', id: { not: kept } } })
      }
      if (wanted.ssoOnly && !before.ssoOnly) {
        await tx.session.deleteMany({
          where: { tenantId, proof: { not: 'sso' }, person: { role: { not: 'owner' } }, id: { not: kept } },
        })
      }
      const { name } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { name: true } })
      await audit.add(tx, {
        tenantId,
        action: 'securityChanged',
        subject: { kind: 'tenant', id: tenantId, name },
        before,
        after: wanted,
      })
      return ok(saved)
    }),
})

/** As it stands for this tenant. */
export const securityOf = async (
  db: Pick<Transaction, 'tenantSecurity'>,
  tenantId: TenantId,
): Promise<VersionedSecurity> => {
  const found = await db.tenantSecurity.findUnique({ where: { tenantId } })
  if (found === null) return { ...DEFAULT_SECURITY, version: 0 }
  const { idleMinutes, sessionDays, twoFactorRequired, ssoOnly, auditDays, version } = found
  return { idleMinutes, sessionDays, twoFactorRequired, ssoOnly, auditDays, version }
}

/** Open sessions end by the new lengths where these are shorter. */
const shorten = (
  tx: Transaction,
  tenantId: TenantId,
  { idleMinutes, sessionDays }: { readonly idleMinutes: number; readonly sessionDays: number },
) => tx.$executeRaw`
  UPDATE session SET idle_minutes = ${idleMinutes}, idle_until = least(idle_until, last_used_at + ${idleMinutes} * interval '1 minute'),
    expires_at = least(expires_at, created_at + ${sessionDays} * interval '1 day')
  WHERE tenant_id = ${tenantId}::uuid`
