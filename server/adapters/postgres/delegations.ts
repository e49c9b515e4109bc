import { z } from 'zod'
import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import { roleOf } from '../../core/access/role.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { Delegations } from '../../core/ports/delegations.ts'
import { asId, type PersonId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'

type Options = {
  readonly db: PrismaClient
  readonly audit: AuditWriter<Prisma.TransactionClient>
  readonly now: () => Date
}

const dayOf = (at: Date) => at.toISOString().slice(0, 10)

/** Delegations in PostgreSQL. */
export const createDelegations = ({ db, audit, now }: Options): Delegations => ({
  async actsFor({ tenantId, personId }, at) {
    const rows = await db.delegation.findMany({
      where: {
        tenantId,
        delegateId: personId,
        revokedAt: null,
        fromAt: { lte: at },
        untilAt: { gt: at },
        person: { deactivatedAt: null },
      },
      orderBy: [{ fromAt: 'asc' }, { id: 'asc' }],
      select: { person: { select: { id: true, name: true, role: true } } },
    })
    return rows.map(({ person: { id, name, role } }) => ({ personId: asId<PersonId>(id), name, role: roleOf(role) }))
  },
  make: ({ tenantId, by, delegate, from, until }) =>
    db.$transaction(async tx => {
      // One after the other, so that two at once do not overlap.
      await tx.$queryRaw`SELECT 1 FROM person WHERE id = ${by.id}::uuid AND tenant_id = ${tenantId}::uuid FOR NO KEY UPDATE`
      const other = await tx.delegation.count({
        where: { tenantId, personId: by.id, revokedAt: null, fromAt: { lt: until }, untilAt: { gt: from } },
      })
      if (other > 0) return refuse({ code: 'overlap' })
      const at = now()
      const { id } = await tx.delegation.create({
        data: { tenantId, personId: by.id, delegateId: delegate.id, fromAt: from, untilAt: until, madeAt: at },
        select: { id: true },
      })
      const text = `${by.name} is away from ${dayOf(from)} to ${dayOf(until)} and has you decide requests for them`
      await tx.notice.create({ data: { tenantId, personId: delegate.id, text, createdAt: at } })
      const after = { delegate: delegate.name, from: from.toISOString(), until: until.toISOString() }
      await audit.add(tx, {
        tenantId,
        action: 'delegationMade',
        subject: { kind: 'person', id: by.id, name: by.name },
        after,
      })
      return ok(id)
    }),
  revoke: ({ tenantId, id, by }) =>
    db.$transaction(async tx => {
      if (!z.guid().safeParse(id).success) return refuse({ code: 'not-found' })
      const found = await tx.delegation.findFirst({
        where: { id, tenantId, personId: by },
        include: { person: { select: { name: true } }, delegate: { select: { name: true } } },
      })
      if (!found) return refuse({ code: 'not-found' })
      const { count } = await tx.delegation.updateMany({ where: { id, revokedAt: null }, data: { revokedAt: now() } })
      if (count === 0) return ok(null)
      const before = {
        delegate: found.delegate.name,
        from: found.fromAt.toISOString(),
        until: found.untilAt.toISOString(),
      }
      await audit.add(tx, {
        tenantId,
        action: 'delegationRevoked',
        subject: { kind: 'person', id: by, name: found.person.name },
        before,
      })
      return ok(null)
    }),
})
