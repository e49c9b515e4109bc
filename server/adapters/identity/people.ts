import type { PrismaClient } from '../../../prisma/generated/client.ts'
import type { Account, People } from '../../core/ports/people.ts'
import { asId, type PersonId, type TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'

/** Any number that nothing else locks by; holds racing set-ups apart. */
const SET_UP_LOCK = 727_001

/** People in PostgreSQL. Addresses are stored in lower case. */
export const createPeople = (db: PrismaClient): People => ({
  async find(email) {
    const person = await db.person.findUnique({ where: { email: email.toLowerCase() } })
    return person === null ? null : account(person)
  },
  saveHash: async (personId, passwordHash) => void await db.person.update({ where: { id: personId }, data: { passwordHash } }),
  nobodyYet: async () => await db.tenant.findFirst({ select: { id: true } }) === null,
  createFirst: ({ tenantName, name, email, passwordHash }) => db.$transaction(async tx => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SET_UP_LOCK})`
    if (await tx.tenant.findFirst({ select: { id: true } }) !== null) return refuse({ code: 'already-set-up' })
    const tenant = await tx.tenant.create({ data: { name: tenantName } })
    return ok(account(await tx.person.create({ data: { tenantId: tenant.id, email, name, passwordHash } })))
  }),
})

type PersonRow = { readonly id: string; readonly tenantId: string; readonly passwordHash: string | null }

const account = ({ id, tenantId, passwordHash }: PersonRow): Account =>
  ({ personId: asId<PersonId>(id), tenantId: asId<TenantId>(tenantId), passwordHash })
