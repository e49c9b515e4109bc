import { z } from 'zod'
import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import { grantedRoleOf } from '../../core/access/sso.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import { ssoSecretPlace, type SecretBox } from '../../core/ports/secretBox.ts'
import type { SsoConnection, SsoConnections } from '../../core/ports/ssoConnections.ts'
import { asId, type TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import { newSecret } from './secret.ts'
import { arrive } from './ssoArrival.ts'

type Tools = {
  readonly db: PrismaClient
  readonly audit: AuditWriter<Prisma.TransactionClient>
  readonly secrets: SecretBox
  readonly now: () => Date
}

const withDomains = { domains: { orderBy: { domain: 'asc' } } } as const
const groupRoles = z.array(z.object({ group: z.string(), role: z.enum(['viewer', 'member', 'admin']) }))

/** Identity providers in PostgreSQL. */
export const createSsoConnections = (tools: Tools): SsoConnections => {
  const { db, audit, secrets } = tools
  const read = (found: Prisma.SsoConnectionGetPayload<{ include: typeof withDomains }>): SsoConnection => {
    const tenantId = asId<TenantId>(found.tenantId)
    const opened = secrets.open(ssoSecretPlace(tenantId), found.clientSecret)
    if (!opened.ok) throw new Error('The secret of an identity provider was sealed by a key that is not here')
    const { issuer, clientId, scopes, groupsClaim, version } = found
    return {
      tenantId,
      issuer,
      clientId,
      clientSecret: opened.value,
      scopes,
      groupsClaim,
      version,
      groupRoles: groupRoles.parse(found.groupRoles),
      defaultRole: grantedRoleOf(found.defaultRole),
      domains: found.domains.map(({ domain, proof, provedAt }) => ({ domain, proof, provedAt })),
    }
  }
  return {
    async of(tenantId) {
      const found = await db.ssoConnection.findUnique({ where: { tenantId }, include: withDomains })
      return found && read(found)
    },
    isAny: async () => (await db.ssoConnection.findFirst({ select: { tenantId: true } })) !== null,
    async byDomain(domain) {
      const found = await db.ssoDomain.findFirst({
        where: { domain, provedAt: { not: null } },
        include: { connection: { include: withDomains } },
      })
      return found && read(found.connection)
    },
    save: (tenantId, { clientSecret, domains, ...settings }, expectedVersion) =>
      db.$transaction(async tx => {
        await tx.$queryRaw`SELECT 1 FROM tenant WHERE id = ${tenantId}::uuid FOR NO KEY UPDATE`
        const before = await tx.ssoConnection.findUnique({ where: { tenantId }, include: withDomains })
        if ((before?.version ?? 0) !== expectedVersion) return refuse({ code: 'conflict' } as const)
        // A secret goes only where its owner has sent it: with another issuer it is asked for anew.
        if (before?.issuer !== settings.issuer && clientSecret === null) return refuse({ code: 'no-secret' } as const)
        if (await isElsewhere(tx, tenantId, domains)) return refuse({ code: 'domain-taken' } as const)
        const sealed =
          clientSecret === null
            ? (before?.clientSecret ?? new Uint8Array())
            : secrets.seal(ssoSecretPlace(tenantId), clientSecret)
        const data = {
          ...settings,
          scopes: [...settings.scopes],
          groupRoles: [...settings.groupRoles],
          clientSecret: sealed,
          version: expectedVersion + 1,
        }
        await tx.ssoConnection.upsert({ where: { tenantId }, create: { tenantId, ...data }, update: data })
        await tx.ssoDomain.deleteMany({ where: { tenantId, domain: { notIn: [...domains] } } })
        await tx.ssoDomain.createMany({
          data: domains.map(domain => ({ domain, tenantId, proof: newSecret() })),
          skipDuplicates: true,
        })
        await note(tx, {
          audit,
          tenantId,
          before: before && shownOf(read(before)),
          after: { ...settings, domains, ...(clientSecret !== null && { secret: 'changed' }) },
        })
        return ok(null)
      }),
    prove: proveDomain(tools),
    remove: tenantId =>
      db.$transaction(async tx => {
        const found = await tx.ssoConnection.findUnique({ where: { tenantId }, include: withDomains })
        if (found === null) return false
        await tx.ssoConnection.delete({ where: { tenantId } })
        await tx.tenantSecurity.updateMany({
          where: { tenantId, ssoOnly: true },
          data: { ssoOnly: false, version: { increment: 1 } },
        })
        await tx.session.deleteMany({ where: { tenantId, proof: 'sso' } })
        await note(tx, { audit, tenantId, before: shownOf(read(found)), after: null })
        return true
      }),
    arrive: (tenantId, person) => db.$transaction(tx => arrive(tx, { audit, tenantId }, person)),
  }
}

/** Whether another tenant has proved one of these domains. */
const isElsewhere = async (tx: Prisma.TransactionClient, tenantId: TenantId, domains: readonly string[]) =>
  (await tx.ssoDomain.count({
    where: { domain: { in: [...domains] }, provedAt: { not: null }, tenantId: { not: tenantId } },
  })) > 0

const proveDomain =
  ({ db, audit, now }: Omit<Tools, 'secrets'>): SsoConnections['prove'] =>
  (tenantId, domain) =>
    db
      .$transaction(async tx => {
        const found = await tx.ssoDomain.findUnique({ where: { tenantId_domain: { tenantId, domain } } })
        if (found === null) return refuse({ code: 'not-found' } as const)
        const { count } = await tx.ssoDomain.updateMany({
          where: { tenantId, domain, provedAt: null },
          data: { provedAt: now() },
        })
        if (count > 0)
          await note(tx, { audit, tenantId, before: { domain, proved: false }, after: { domain, proved: true } })
        return ok(null)
      })
      .catch(taken)

const shownOf = ({
  issuer,
  clientId,
  scopes,
  groupsClaim,
  groupRoles: roles,
  defaultRole,
  domains,
}: SsoConnection) => ({
  issuer,
  clientId,
  scopes,
  groupsClaim,
  groupRoles: roles,
  defaultRole,
  domains: domains.map(({ domain }) => domain),
})

type Note = {
  readonly audit: Tools['audit']
  readonly tenantId: TenantId
  readonly before: object | null
  readonly after: object | null
}

const note = async (tx: Prisma.TransactionClient, { audit, tenantId, before, after }: Note) => {
  const { name } = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { name: true } })
  await audit.add(tx, {
    tenantId,
    action: 'ssoChanged',
    subject: { kind: 'tenant', id: tenantId, name },
    before,
    after,
  })
}

const taken = (error: unknown) => {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
    return refuse({ code: 'domain-taken' } as const)
  throw error
}
