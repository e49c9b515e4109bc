import type { PrismaClient } from '../../../prisma/generated/client.ts'
import { roleOf } from '../../core/access/role.ts'
import type { SignedIn } from '../../core/access/signedIn.ts'
import type { Sessions } from '../../core/ports/sessions.ts'
import { asId, type PersonId, type TenantId } from '../../core/shared/ids.ts'
import { hashSecret, newSecret } from './secret.ts'

const HOUR_MS = 3_600_000
const IDLE_MS = 8 * HOUR_MS
const LIFE_MS = 7 * 24 * HOUR_MS
/** Use is noted this coarsely, so that reading a page does not write. */
const NOTE_MS = 5 * 60_000

const whose = { person: { select: { name: true, role: true } } } as const

/** Sessions in PostgreSQL; the cookie's value is stored as its sha256 only. */
export const createSessions = (db: PrismaClient, now: () => Date): Sessions => {
  const alive = () => ({ expiresAt: { gt: now() }, lastUsedAt: { gt: new Date(now().getTime() - IDLE_MS) }, person: { deactivatedAt: null } })
  return {
    async open({ personId, tenantId }) {
      const token = newSecret()
      const at = now()
      const expiresAt = new Date(at.getTime() + LIFE_MS)
      const session = await db.session.create({
        data: { tenantId, personId, tokenHash: hashSecret(token), createdAt: at, lastUsedAt: at, expiresAt }, include: whose,
      })
      return { token, expiresAt, signedIn: signedIn(session) }
    },
    async find(token) {
      const session = await db.session.findFirst({ where: { tokenHash: hashSecret(token), ...alive() }, include: whose, relationLoadStrategy: 'join' })
      if (session === null) return null
      if (now().getTime() - session.lastUsedAt.getTime() > NOTE_MS) {
        await db.session.updateMany({ where: { id: session.id }, data: { lastUsedAt: now() } })
      }
      return signedIn(session)
    },
    stands: async sessionId => await db.session.count({ where: { id: sessionId, ...alive() } }) > 0,
    revoke: async sessionId => void await db.session.deleteMany({ where: { id: sessionId } }),
  }
}

type SessionRow = {
  readonly id: string
  readonly tenantId: string
  readonly personId: string
  readonly person: { readonly name: string; readonly role: string }
}

const signedIn = ({ id, tenantId, personId, person }: SessionRow): SignedIn => ({
  tenantId: asId<TenantId>(tenantId), personId: asId<PersonId>(personId), name: person.name, role: roleOf(person.role),
  credential: { kind: 'session', id }, key: null,
})
