import { z } from 'zod'
import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import { roleOf } from '../../core/access/role.ts'
import type { Member, TeamChange, TeamDecision } from '../../core/access/team.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { Team } from '../../core/ports/team.ts'
import { asId, type PersonId, type TenantId } from '../../core/shared/ids.ts'
import { ok } from '../../core/shared/result.ts'
import { unreachable } from '../../core/shared/unreachable.ts'

type Transaction = Prisma.TransactionClient
type Tools = { readonly db: PrismaClient; readonly audit: AuditWriter<Transaction>; readonly now: () => Date }

const columns = { id: true, name: true, role: true, kind: true, deactivatedAt: true } as const

/** The people of each tenant in PostgreSQL; the tenant's row is the lock that holds their changes apart. */
export const createTeam = ({ db, audit, now }: Tools): Team => ({
  async member(tenantId, personId) {
    if (!z.guid().safeParse(personId).success) return null
    const found = await db.person.findFirst({ where: { id: personId, tenantId }, select: columns })
    return found && memberOf(found)
  },
  members: async tenantId => (await db.person.findMany({ where: { tenantId }, select: columns })).map(memberOf),
  change: (tenantId, decide) =>
    db.$transaction(async tx => {
      await tx.$queryRaw`SELECT 1 FROM tenant WHERE id = ${tenantId}::uuid FOR NO KEY UPDATE`
      const team = await tx.person.findMany({ where: { tenantId }, select: columns })
      const decided = decide(team.map(memberOf))
      if (!decided.ok) return decided
      for (const change of decided.value.changes) await apply(tx, change, now())
      await audit.add(tx, noteOf(tenantId, decided.value))
      return ok(null)
    }),
  addServiceAccount: (tenantId, { name, role }) =>
    db.$transaction(async tx => {
      const { id } = await tx.person.create({ data: { tenantId, kind: 'service', name, role }, select: { id: true } })
      await audit.add(tx, {
        tenantId,
        action: 'serviceAccountMade',
        subject: { kind: 'person', id, name },
        after: { role },
      })
      return asId<PersonId>(id)
    }),
  rename: (tenantId, personId, name) =>
    db.$transaction(async tx => {
      const before = await tx.person.findUniqueOrThrow({ where: { id: personId, tenantId }, select: { name: true } })
      await tx.person.update({ where: { id: personId, tenantId }, data: { name } })
      await audit.add(tx, {
        tenantId,
        action: 'profileChanged',
        subject: { kind: 'person', id: personId, name },
        before,
        after: { name },
      })
    }),
  setNoticeMails: (tenantId, personId, wanted) =>
    db.$transaction(async tx => {
      const { name, mailsNotices } = await tx.person.findUniqueOrThrow({
        where: { id: personId, tenantId },
        select: { name: true, mailsNotices: true },
      })
      await tx.person.update({ where: { id: personId, tenantId }, data: { mailsNotices: wanted } })
      await audit.add(tx, {
        tenantId,
        action: 'profileChanged',
        subject: { kind: 'person', id: personId, name },
        before: { mailsNotices },
        after: { mailsNotices: wanted },
      })
    }),
  renameTenant: (tenantId, name) =>
    db.$transaction(async tx => {
      const before = await tx.tenant.findUniqueOrThrow({ where: { id: tenantId }, select: { name: true } })
      await tx.tenant.update({ where: { id: tenantId }, data: { name } })
      await audit.add(tx, {
        tenantId,
        action: 'tenantChanged',
        subject: { kind: 'tenant', id: tenantId, name },
        before,
        after: { name },
      })
    }),
})

type PersonRow = {
  readonly id: string
  readonly name: string
  readonly role: string
  readonly kind: string
  readonly deactivatedAt: Date | null
}

const memberOf = ({ id, name, role, kind, deactivatedAt }: PersonRow): Member => ({
  personId: asId<PersonId>(id),
  name,
  role: roleOf(role),
  isService: kind === 'service',
  isActive: deactivatedAt === null,
})

const apply = async (tx: Transaction, change: TeamChange, at: Date) => {
  const id = change.member.personId
  switch (change.type) {
    case 'role':
      return void (await tx.person.update({ where: { id }, data: { role: change.role } }))
    case 'active':
      await tx.person.update({ where: { id }, data: { deactivatedAt: change.isActive ? null : at } })
      return void (await tx.session.deleteMany({ where: { personId: id } }))
    case 'removed': {
      const { accountId } = await tx.person.delete({ where: { id }, select: { accountId: true } })
      // An account in no tenant opens nothing; without it the address can be invited afresh.
      if (accountId !== null) await tx.account.deleteMany({ where: { id: accountId, people: { none: {} } } })
      return
    }
    default:
      return unreachable(change)
  }
}

const noteOf = (tenantId: TenantId, { action, changes: [first, ...more] }: TeamDecision) => {
  const { member } = first
  const told = [first, ...more]
  return {
    tenantId,
    action,
    subject: { kind: 'person', id: member.personId, name: member.name },
    before: told.map(change => ({
      name: change.member.name,
      role: change.member.role,
      active: change.member.isActive,
    })),
    after: told.map(change => afterOf(change)),
  }
}

const afterOf = (change: TeamChange) => {
  switch (change.type) {
    case 'role':
      return { name: change.member.name, role: change.role }
    case 'active':
      return { name: change.member.name, active: change.isActive }
    case 'removed':
      return null
    default:
      return unreachable(change)
  }
}
