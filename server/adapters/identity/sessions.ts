import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import { roleOf } from '../../core/access/role.ts'
import type { SignedIn } from '../../core/access/signedIn.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { Proof, Sessions } from '../../core/ports/sessions.ts'
import { asId, type PersonId, type TenantId } from '../../core/shared/ids.ts'
import { hashSecret, newSecret } from './secret.ts'
import { securityOf } from './securitySettings.ts'

type Tools = {
  readonly db: PrismaClient
  readonly audit: AuditWriter<Prisma.TransactionClient>
  readonly now: () => Date
}

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** Use is noted this coarsely, so that reading a page does not write. */
const NOTE_MS = 5 * 60_000

const PROOFS: readonly Proof[] = ['password', 'two-factor', 'sso']

const whose = { person: { select: { name: true, role: true } } } as const

/** What makes a session a live one. */
export const liveSession = (now: Date) =>
  ({ expiresAt: { gt: now }, idleUntil: { gt: now }, person: { deactivatedAt: null } }) as const

/** Sessions in PostgreSQL; the cookie's value is stored as its sha256 only. */
export const createSessions = ({ db, audit, now }: Tools): Sessions => ({
  open: openSession({ db, audit, now }),
  async find(token) {
    const session = await db.session.findFirst({
      where: { tokenHash: hashSecret(token), ...liveSession(now()) },
      include: whose,
      relationLoadStrategy: 'join',
    })
    if (session === null) return null
    if (now().getTime() - session.lastUsedAt.getTime() > Math.min(NOTE_MS, (session.idleMinutes * MINUTE_MS) / 10)) {
      await db.session.updateMany({
        where: { id: session.id },
        data: { lastUsedAt: now(), idleUntil: new Date(now().getTime() + session.idleMinutes * MINUTE_MS) },
      })
    }
    return signedIn(session)
  },
  async proofOf(id) {
    const session = await db.session.findUnique({ where: { id }, select: { proof: true } })
    return PROOFS.find(proof => proof === session?.proof) ?? 'password'
  },
  strengthen: async id =>
    void (await db.session.updateMany({ where: { id, proof: 'password' }, data: { proof: 'two-factor' } })),
  close: left =>
    db.$transaction(async tx => {
      const { count } = await tx.session.deleteMany({ where: { id: left.credential.id } })
      if (count > 0) await audit.add(tx, { ...about(left), action: 'signedOut' })
    }),
  async list(accountId) {
    const found = await db.session.findMany({
      where: { AND: [liveSession(now()), { person: { accountId } }] },
      orderBy: [{ lastUsedAt: 'desc' }, { id: 'asc' }],
      include: { person: { select: { tenant: { select: { name: true } } } } },
    })
    return found.map(({ id, createdAt, lastUsedAt, expiresAt, address, agent, person }) => ({
      id,
      tenantName: person.tenant.name,
      openedAt: createdAt,
      lastUsedAt,
      expiresAt,
      address,
      agent,
    }))
  },
  revoke: (accountId, which) =>
    db.$transaction(async tx => {
      const id = 'id' in which ? { id: which.id } : which.kept === null ? {} : { id: { not: which.kept } }
      const ended = await tx.session.findMany({
        where: { person: { accountId }, ...id },
        include: { person: { select: { name: true, role: true } } },
      })
      const { count } = await tx.session.deleteMany({ where: { id: { in: ended.map(session => session.id) } } })
      for (const session of ended)
        await audit.add(tx, {
          ...about(signedIn(session)),
          action: 'sessionRevoked',
          after: { openedFrom: session.address },
        })
      return count
    }),
})

const openSession =
  ({ db, audit, now }: Tools): Sessions['open'] =>
  ({ personId, tenantId }, { replaced = null, proof = 'password' } = {}) =>
    db.$transaction(async tx => {
      const token = newSecret()
      const at = now()
      const asked = audit.asking()
      const { idleMinutes, sessionDays } = await securityOf(tx, tenantId)
      if (replaced !== null) await tx.session.deleteMany({ where: { id: replaced } })
      const session = await tx.session.create({
        data: {
          tenantId,
          personId,
          tokenHash: hashSecret(token),
          createdAt: at,
          lastUsedAt: at,
          expiresAt: new Date(at.getTime() + sessionDays * DAY_MS),
          proof,
          idleMinutes,
          idleUntil: new Date(at.getTime() + idleMinutes * MINUTE_MS),
          address: asked?.address ?? null,
          agent: asked?.agent?.slice(0, 300) ?? null,
        },
        include: whose,
      })
      await tx.person.update({ where: { id: personId }, data: { lastSeenAt: at } })
      const opened = { token, expiresAt: session.expiresAt, signedIn: signedIn(session) }
      await audit.add(tx, { ...about(opened.signedIn), action: 'signedIn', after: { proof } })
      return opened
    })

/** Opening and ending are of the person themselves, whom the request did not know before or knows no more. */
const about = ({ tenantId, personId, name }: SignedIn) =>
  ({
    tenantId,
    subject: { kind: 'person', id: personId, name },
    actor: { kind: 'person', id: personId, name },
  }) as const

type SessionRow = {
  readonly id: string
  readonly tenantId: string
  readonly personId: string
  readonly person: { readonly name: string; readonly role: string }
}

const signedIn = ({ id, tenantId, personId, person }: SessionRow): SignedIn => ({
  tenantId: asId<TenantId>(tenantId),
  personId: asId<PersonId>(personId),
  name: person.name,
  role: roleOf(person.role),
  credential: { kind: 'session', id },
  key: null,
})
