import type { PrismaClient } from '../../../prisma/generated/client.ts'
import type { Account, People } from '../../core/ports/people.ts'
import { asId, type AccountId, type PersonId, type TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'

/** Any number that nothing else locks by; holds racing set-ups apart. */
const SET_UP_LOCK = 727_001

/** People in PostgreSQL. Addresses are stored in lower case. */
export const createPeople = (db: PrismaClient): People => ({
  async find(email) {
    const found = await db.account.findUnique({
      where: { email: email.toLowerCase() },
      include: { people: { where: { deactivatedAt: null }, orderBy: [{ lastSeenAt: { sort: 'desc', nulls: 'last' } }, { createdAt: 'asc' }], take: 1 } },
    })
    const person = found?.people[0]
    return found === null || person === undefined ? null : account(found, person)
  },
  saveHash: async (accountId, passwordHash) => void await db.account.update({ where: { id: accountId }, data: { passwordHash } }),
  nobodyYet: async () => await db.tenant.findFirst({ select: { id: true } }) === null,
  createFirst: ({ tenantName, name, email, passwordHash }) => db.$transaction(async tx => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SET_UP_LOCK})`
    if (await tx.tenant.findFirst({ select: { id: true } }) !== null) return refuse({ code: 'already-set-up' })
    const tenant = await tx.tenant.create({ data: { name: tenantName } })
    const made = await tx.account.create({ data: { email, passwordHash } })
    const person = await tx.person.create({ data: { tenantId: tenant.id, accountId: made.id, email, name, role: 'owner' } })
    return ok(account(made, person))
  }),
})

type AccountRow = { readonly id: string; readonly passwordHash: string | null }
type PersonRow = { readonly id: string; readonly tenantId: string }

const account = ({ id, passwordHash }: AccountRow, person: PersonRow): Account =>
  ({ accountId: asId<AccountId>(id), personId: asId<PersonId>(person.id), tenantId: asId<TenantId>(person.tenantId), passwordHash })
