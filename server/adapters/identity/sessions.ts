import type { PrismaClient } from '../../../prisma/generated/client.ts'
import type { Sessions } from '../../core/ports/sessions.ts'
import { asId, type PersonId, type TenantId } from '../../core/shared/ids.ts'
import { hashSecret, newSecret } from './secret.ts'

const HOUR_MS = 3_600_000
const IDLE_MS = 8 * HOUR_MS
const LIFE_MS = 7 * 24 * HOUR_MS
/** Use is noted this coarsely, so that reading a page does not write. */
const NOTE_MS = 5 * 60_000

/** Sessions in PostgreSQL; the cookie's value is stored as its sha256 only. */
export const createSessions = (db: PrismaClient, now: () => Date): Sessions => {
  const alive = () => ({ expiresAt: { gt: now() }, lastUsedAt: { gt: new Date(now().getTime() - IDLE_MS) } })
  return {
    async open({ personId, tenantId }) {
      const token = newSecret()
      const at = now()
      const expiresAt = new Date(at.getTime() + LIFE_MS)
      const { id } = await db.session.create({
        data: { tenantId, personId, tokenHash: hashSecret(token), createdAt: at, lastUsedAt: at, expiresAt }, select: { id: true },
      })
      return { token, expiresAt, signedIn: { sessionId: id, personId, tenantId } }
    },
    async find(token) {
      const session = await db.session.findFirst({ where: { tokenHash: hashSecret(token), ...alive() } })
      if (session === null) return null
      if (now().getTime() - session.lastUsedAt.getTime() > NOTE_MS) {
        await db.session.updateMany({ where: { id: session.id }, data: { lastUsedAt: now() } })
      }
      return { sessionId: session.id, personId: asId<PersonId>(session.personId), tenantId: asId<TenantId>(session.tenantId) }
    },
    stands: async sessionId => await db.session.count({ where: { id: sessionId, ...alive() } }) > 0,
    revoke: async sessionId => void await db.session.deleteMany({ where: { id: sessionId } }),
  }
}
