import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import { roleOf } from '../../core/access/role.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { Account, People } from '../../core/ports/people.ts'
import { asId, type AccountId, type PersonId, type TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import { makeTenant } from './makeTenant.ts'

type Tools = {
  readonly db: PrismaClient
  readonly audit: AuditWriter<Prisma.TransactionClient>
  /** Told of what failed where nobody waits for it. */
  readonly onProblem: (problem: unknown) => void
}

/** Any number that nothing else locks by; holds racing set-ups apart. */
const SET_UP_LOCK = 727_001

/** People in PostgreSQL. Addresses are stored in lower case. */
export const createPeople = ({ db, audit, onProblem }: Tools): People => ({
  async find(email) {
    const found = await db.account.findUnique({
      where: { email: email.toLowerCase() },
      include: {
        people: {
          where: { deactivatedAt: null },
          orderBy: [{ lastSeenAt: { sort: 'desc', nulls: 'last' } }, { createdAt: 'asc' }],
          take: 1,
        },
      },
    })
    const person = found?.people[0]
    return found === null || person === undefined ? null : account(found, person)
  },
  async accountOf(personId) {
    const person = await db.person.findUnique({ where: { id: personId }, include: { account: true } })
    return person?.account ? { ...account(person.account, person), email: person.account.email } : null
  },
  async memberships(accountId) {
    const people = await db.person.findMany({
      where: { accountId, deactivatedAt: null },
      include: { tenant: true },
      orderBy: [{ tenant: { name: 'asc' } }, { id: 'asc' }],
    })
    return people.map(({ id, role, tenant }) => ({
      tenantId: asId<TenantId>(tenant.id),
      tenantName: tenant.name,
      personId: asId<PersonId>(id),
      role: roleOf(role),
    }))
  },
  saveHash: async (accountId, passwordHash) =>
    void (await db.account.update({ where: { id: accountId }, data: { passwordHash } })),
  changePassword: ({ accountId, personId, tenantId }, passwordHash, kept) =>
    db.$transaction(async tx => {
      await tx.account.update({ where: { id: accountId }, data: { passwordHash } })
      await tx.session.deleteMany({ where: { person: { accountId }, id: { not: kept } } })
      const { name } = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { name: true } })
      await audit.add(tx, { tenantId, action: 'passwordChanged', subject: { kind: 'person', id: personId, name } })
    }),
  noteFailure: ({ personId, tenantId }) =>
    void db
      .$transaction(async tx => {
        const { name } = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { name: true } })
        await audit.add(tx, { tenantId, action: 'signInFailed', subject: { kind: 'person', id: personId, name } })
      })
      .catch(onProblem),
  nobodyYet: async () => (await db.tenant.findFirst({ select: { id: true } })) === null,
  createFirst: ({ tenantName, name, email, passwordHash }) =>
    db.$transaction(async tx => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${SET_UP_LOCK})`
      if ((await tx.tenant.findFirst({ select: { id: true } })) !== null) return refuse({ code: 'already-set-up' })
      const { id: accountId } = await tx.account.create({ data: { email, passwordHash } })
      return ok({ ...(await makeTenant({ tx, audit }, { tenantName, name, email, accountId })), passwordHash })
    }),
})

type AccountRow = { readonly id: string; readonly passwordHash: string | null }
type PersonRow = { readonly id: string; readonly tenantId: string }

const account = ({ id, passwordHash }: AccountRow, person: PersonRow): Account => ({
  accountId: asId<AccountId>(id),
  personId: asId<PersonId>(person.id),
  tenantId: asId<TenantId>(person.tenantId),
  passwordHash,
})
