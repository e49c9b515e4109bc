import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import { isPermission } from '../../core/access/permission.ts'
import { roleOf } from '../../core/access/role.ts'
import type { ApiKeys, KeyOwner, NewKey } from '../../core/ports/apiKeys.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import { asId, type PersonId, type TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import { isApiKey, newApiKey } from './apiKeyToken.ts'
import { isWithin, rangesOf } from './ipRanges.ts'
import { hashSecret } from './secret.ts'

type Tools = {
  readonly db: PrismaClient
  readonly audit: AuditWriter<Prisma.TransactionClient>
  readonly now: () => Date
}

/** Use is noted this coarsely, so that a busy program does not write with every call. */
const NOTE_MS = 3_600_000

const whose = { person: { select: { name: true, role: true, kind: true } } } as const

/** What makes a key a live one. */
export const liveKey = (now: Date) =>
  ({ revokedAt: null, expiresAt: { gt: now }, person: { deactivatedAt: null } }) as const

/** API keys in PostgreSQL, stored as their sha256 only. */
export const createApiKeys = ({ db, audit, now }: Tools): ApiKeys => ({
  make: key =>
    db.$transaction(async tx => {
      const made = await insert(tx, key, now())
      await audit.add(tx, {
        tenantId: key.tenantId,
        action: 'keyMade',
        subject: subject(made.id, key.name),
        after: told(key),
      })
      return made
    }),
  ranges: rangesOf,
  async find(token, address) {
    if (!isApiKey(token)) return null
    const found = await db.apiKey.findFirst({
      where: { tokenHash: hashSecret(token), ...liveKey(now()) },
      include: whose,
      relationLoadStrategy: 'join',
    })
    if (found === null || !isWithin(address, found.allowedFrom)) return null
    if (found.lastUsedAt === null || now().getTime() - found.lastUsedAt.getTime() > NOTE_MS) {
      await db.apiKey.updateMany({ where: { id: found.id }, data: { lastUsedAt: now() } })
    }
    return {
      tenantId: asId<TenantId>(found.tenantId),
      personId: asId<PersonId>(found.personId),
      name: found.person.name,
      role: roleOf(found.person.role),
      credential: { kind: 'key', id: found.id },
      key: { name: found.name, scopes: scopesOf(found.scopes), teamId: found.teamId },
    }
  },
  async known(tenantId, id) {
    const found = await db.apiKey.findFirst({ where: { id, tenantId, ...liveKey(now()) }, include: whose })
    return found && { id, name: found.name, scopes: scopesOf(found.scopes), owner: ownerOf(found) }
  },
  revoke: (tenantId, id) =>
    db.$transaction(async tx => {
      const [found] = await tx.apiKey.updateManyAndReturn({
        where: { id, tenantId, revokedAt: null },
        data: { revokedAt: now() },
      })
      if (found === undefined) return refuse({ code: 'not-found' })
      await audit.add(tx, {
        tenantId,
        action: 'keyRevoked',
        subject: subject(id, found.name),
        before: { scopes: found.scopes, expiresAt: found.expiresAt },
      })
      return ok(null)
    }),
  rotate: (tenantId, id, { overlapEnds, expiresAt }) =>
    db.$transaction(async tx => {
      const found = await tx.apiKey.findFirst({ where: { id, tenantId, ...liveKey(now()) }, include: whose })
      if (found === null) return refuse({ code: 'not-found' })
      const ends = found.expiresAt < overlapEnds ? found.expiresAt : overlapEnds
      const key = {
        tenantId,
        owner: ownerOf(found),
        name: found.name,
        scopes: scopesOf(found.scopes),
        allowedFrom: found.allowedFrom,
        teamId: found.teamId,
        expiresAt,
      }
      const made = await insert(tx, key, now())
      const { count } = await tx.apiKey.updateMany({
        where: { id, successor: null, revokedAt: null },
        data: { successor: made.id, expiresAt: ends },
      })
      if (count === 0) {
        await tx.apiKey.delete({ where: { id: made.id } })
        return refuse({ code: 'rotated-already' })
      }
      await audit.add(tx, {
        tenantId,
        action: 'keyRotated',
        subject: subject(id, found.name),
        before: { expiresAt: found.expiresAt },
        after: { expiresAt: ends, successor: made.id },
      })
      return ok(made)
    }),
})

const insert = async (
  tx: Prisma.TransactionClient,
  { tenantId, owner, name, scopes, allowedFrom, teamId = null, expiresAt }: NewKey,
  at: Date,
) => {
  const token = newApiKey()
  const { id } = await tx.apiKey.create({
    data: {
      tenantId,
      personId: owner.personId,
      name,
      tokenHash: hashSecret(token),
      hint: token.slice(-4),
      scopes: [...scopes],
      allowedFrom: [...allowedFrom],
      teamId,
      createdAt: at,
      expiresAt,
    },
    select: { id: true },
  })
  return { id, token }
}

const told = ({ owner, scopes, allowedFrom, teamId, expiresAt }: NewKey) => ({
  owner: owner.name,
  scopes,
  expiresAt,
  ...(allowedFrom.length > 0 && { allowedFrom }),
  ...(typeof teamId === 'string' && { team: teamId }),
})

const subject = (id: string, name: string) => ({ kind: 'apiKey', id, name })

const scopesOf = (stored: Prisma.JsonValue) => (Array.isArray(stored) ? stored.map(String).filter(isPermission) : [])

const ownerOf = ({
  personId,
  person,
}: {
  readonly personId: string
  readonly person: { readonly name: string; readonly kind: string }
}): KeyOwner => ({ personId: asId<PersonId>(personId), isService: person.kind === 'service', name: person.name })
