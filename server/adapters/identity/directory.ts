import { z } from 'zod'
import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import { isAtLeast, roleOf } from '../../core/access/role.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { Directory, DirectoryPerson, DirectoryRefusal } from '../../core/ports/directory.ts'
import { asId, type PersonId } from '../../core/shared/ids.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'

type Tools = {
  readonly db: PrismaClient
  readonly audit: AuditWriter<Prisma.TransactionClient>
  readonly now: () => Date
}

const PEOPLE = { kind: 'person', email: { not: null } } as const

/** The people of each tenant for directories outside, in PostgreSQL. */
export const createDirectory = ({ db, audit, now }: Tools): Directory => ({
  async find(tenantId, personId) {
    if (!z.guid().safeParse(personId).success) return null
    const found = await db.person.findFirst({ where: { ...PEOPLE, id: personId, tenantId } })
    return found && known(found)
  },
  async list(tenantId, { email, externalId, skip, take }) {
    const where = {
      ...PEOPLE,
      tenantId,
      ...(email !== null && { email: email.toLowerCase() }),
      ...(externalId !== null && { externalId }),
    }
    const [total, people] = await Promise.all([
      db.person.count({ where }),
      db.person.findMany({ where, orderBy: [{ email: 'asc' }, { id: 'asc' }], skip, take }),
    ])
    return { total, people: people.map(known) }
  },
  add: (tenantId, { email, name, externalId, isActive }) =>
    db
      .$transaction(async tx => {
        if ((await tx.account.findUnique({ where: { email } })) !== null) return refuse({ code: 'taken' } as const)
        const account = await tx.account.create({ data: { email, passwordHash: null } })
        const { id } = await tx.person.create({
          data: {
            tenantId,
            accountId: account.id,
            email,
            name,
            role: 'viewer',
            externalId,
            deactivatedAt: isActive ? null : now(),
          },
          select: { id: true },
        })
        await audit.add(tx, {
          tenantId,
          action: 'personJoined',
          subject: { kind: 'person', id, name },
          after: { email, role: 'viewer', by: 'directory', active: isActive },
        })
        return ok(asId<PersonId>(id))
      })
      .catch(taken),
  change: ({ tenantId, personId, by }, to) =>
    db
      .$transaction(async tx => {
        const found = await tx.person.findFirst({
          where: { ...PEOPLE, id: personId, tenantId },
          include: { account: { include: { people: { select: { id: true } } } } },
        })
        if (found === null) return refuse({ code: 'not-found' } as const)
        const isOther = (to.email ?? found.email) !== found.email || (to.name ?? found.name) !== found.name
        if (isOther && !isAtLeast(by, roleOf(found.role))) return refuse({ code: 'above-you' } as const)
        const email = to.email !== undefined && to.email !== found.email ? to.email : null
        if (email !== null && found.account?.people.length !== 1) return refuse({ code: 'taken' } as const)
        if (email !== null && found.accountId !== null)
          await tx.account.update({ where: { id: found.accountId }, data: { email, resets: { deleteMany: {} } } })
        await tx.person.update({ where: { id: personId }, data: to })
        const before = { email: found.email, name: found.name }
        await audit.add(tx, {
          tenantId,
          action: 'profileChanged',
          subject: { kind: 'person', id: personId, name: to.name ?? found.name },
          before,
          after: { ...before, ...to },
        })
        return ok(null)
      })
      .catch(taken),
})

type Row = {
  readonly id: string
  readonly email: string | null
  readonly name: string
  readonly externalId: string | null
  readonly deactivatedAt: Date | null
  readonly createdAt: Date
}

const known = ({ id, email, name, externalId, deactivatedAt, createdAt }: Row): DirectoryPerson => ({
  personId: asId<PersonId>(id),
  email: email ?? '',
  name,
  externalId,
  isActive: deactivatedAt === null,
  createdAt,
})

const taken = (error: unknown): Result<never, DirectoryRefusal> => {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
    return refuse({ code: 'taken' } as const)
  throw error
}
