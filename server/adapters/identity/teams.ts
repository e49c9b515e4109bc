import { z } from 'zod'
import { Prisma, type PrismaClient } from '../../../prisma/generated/client.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { KnownTeam, TeamEdit, TeamEditRefusal, Teams } from '../../core/ports/teams.ts'
import type { TenantId } from '../../core/shared/ids.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'

type Transaction = Prisma.TransactionClient
type Tools = { readonly db: PrismaClient; readonly audit: AuditWriter<Transaction> }

const named = { select: { id: true, name: true }, orderBy: { name: 'asc' } } as const
const withMembers = {
  members: { include: { person: { select: { name: true } } }, orderBy: { personId: 'asc' } },
} as const
type Row = Prisma.TeamGetPayload<{ include: typeof withMembers }>

/** Groups of people in PostgreSQL; the tenant's row is the lock that holds their changes apart. */
export const createTeams = ({ db, audit }: Tools): Teams => {
  const note = (
    tx: Transaction,
    action: 'teamMade' | 'teamChanged' | 'teamRemoved',
    { tenantId, before, after }: Noted,
  ) => {
    const { id, name } = after ?? before ?? { id: '', name: '' }
    return audit.add(tx, {
      tenantId,
      action,
      subject: { kind: 'team', id, name },
      before: before && shown(before),
      after: after && shown(after),
    })
  }
  return {
    find: async (tenantId, id) => knownOrNone(await find(db, tenantId, id)),
    ofPerson: (tenantId, personId) =>
      db.team.findMany({ where: { tenantId, members: { some: { personId } } }, ...named }),
    async list(tenantId, { name, skip, take }) {
      const where = { tenantId, ...(name !== null && { name }) }
      const [total, teams] = await Promise.all([
        db.team.count({ where }),
        db.team.findMany({ where, include: withMembers, orderBy: [{ name: 'asc' }, { id: 'asc' }], skip, take }),
      ])
      return { total, teams: teams.map(known) }
    },
    make: (tenantId, { name, externalId, members }) =>
      db
        .$transaction(async tx => {
          await lock(tx, tenantId)
          const people = await peopleOf(tx, tenantId, members)
          if (people === null) return refuse({ code: 'unknown-person' } as const)
          const made = await tx.team.create({
            data: { tenantId, name, externalId, members: { create: people.map(personId => ({ tenantId, personId })) } },
            include: withMembers,
          })
          await note(tx, 'teamMade', { tenantId, before: null, after: known(made) })
          return ok(made.id)
        })
        .catch(taken),
    edit: (tenantId, id, edit) =>
      db
        .$transaction(async tx => {
          await lock(tx, tenantId)
          const before = await find(tx, tenantId, id)
          if (before === null) return refuse({ code: 'not-found' } as const)
          const people = await peopleOf(tx, tenantId, membersAfter(before, edit))
          if (people === null) return refuse({ code: 'unknown-person' } as const)
          await tx.teamMember.deleteMany({ where: { teamId: id } })
          const { name = before.name, externalId = before.externalId } = edit
          const after = await tx.team.update({
            where: { id },
            data: { name, externalId, members: { create: people.map(personId => ({ tenantId, personId })) } },
            include: withMembers,
          })
          await note(tx, 'teamChanged', { tenantId, before: known(before), after: known(after) })
          return ok(null)
        })
        .catch(taken),
    remove: (tenantId, id) =>
      db.$transaction(async tx => {
        const before = await find(tx, tenantId, id)
        if (before === null) return false
        await removeAll(tx, tenantId, id)
        await note(tx, 'teamRemoved', { tenantId, before: known(before), after: null })
        return true
      }),
  }
}

const removeAll = async (tx: Transaction, tenantId: TenantId, id: string) => {
  await tx.budget.deleteMany({ where: { tenantId, scope: id } })
  await tx.team.delete({ where: { id } })
}

type Noted = { readonly tenantId: TenantId; readonly before: KnownTeam | null; readonly after: KnownTeam | null }

const lock = (tx: Transaction, tenantId: TenantId) =>
  tx.$queryRaw`SELECT 1 FROM tenant WHERE id = ${tenantId}::uuid FOR NO KEY UPDATE`

const isUuid = (text: string) => z.guid().safeParse(text).success

const find = async (db: Pick<Transaction, 'team'>, tenantId: TenantId, id: string) =>
  isUuid(id) ? db.team.findFirst({ where: { id, tenantId }, include: withMembers }) : null

const known = ({ id, name, externalId, members }: Row): KnownTeam => ({
  id,
  name,
  externalId,
  members: members.map(({ personId, person }) => ({ personId, name: person.name })),
})

const knownOrNone = (row: Row | null) => row && known(row)

const shown = ({ name, members }: KnownTeam) => ({ name, members: members.map(member => member.name) })

const membersAfter = (before: Row, { members, add = [], remove = [] }: TeamEdit): readonly string[] =>
  [...(members ?? before.members.map(({ personId }) => personId)), ...add].filter(
    personId => !remove.includes(personId),
  )

/** The ids once each; null where one is nobody in this tenant. */
const peopleOf = async (
  tx: Transaction,
  tenantId: TenantId,
  ids: readonly string[],
): Promise<readonly string[] | null> => {
  const wanted = [...new Set(ids)]
  if (!wanted.every(isUuid)) return null
  return (await tx.person.count({ where: { tenantId, id: { in: wanted } } })) === wanted.length ? wanted : null
}

const taken = (error: unknown): Result<never, TeamEditRefusal> => {
  if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002')
    return refuse({ code: 'name-taken' } as const)
  throw error
}
