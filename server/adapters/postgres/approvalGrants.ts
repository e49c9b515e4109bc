import { z } from 'zod'
import type { ApprovalGrant, Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import type { Grant } from '../../core/approval/grant.ts'
import type { ByPerson } from '../../core/approval/request.ts'
import type { ApprovalGrants } from '../../core/ports/approvalGrants.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import { asId, type DataSourceId, type PersonId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'

const tables = z.array(z.object({ schema: z.string(), name: z.string() }))

type Options = {
  readonly db: PrismaClient
  readonly audit: AuditWriter<Prisma.TransactionClient>
  readonly now: () => Date
}

const person = (by: string, byName: string): ByPerson => ({ by: asId<PersonId>(by), byName })

const awayIn = (id: string | null, name: string | null) => (id === null ? null : person(id, name ?? ''))

const grantOf = (row: ApprovalGrant): Grant => ({
  id: row.id,
  dataSourceId: asId<DataSourceId>(row.dataSourceId),
  shape: row.shape,
  tables: tables.parse(row.tables),
  columns: row.columns,
  sensitive: row.sensitive,
  bytes: row.bytes === null ? null : Number(row.bytes),
  until: row.expiresAt.toISOString(),
  ...person(row.givenBy, row.givenByName),
  behalf: awayIn(row.givenFor, row.givenForName),
  seconded:
    row.secondedBy === null
      ? null
      : { ...person(row.secondedBy, row.secondedByName ?? ''), behalf: awayIn(row.secondedFor, row.secondedForName) },
})

/** Grants in PostgreSQL. One that this program cannot read stops the step rather than letting it run unasked. */
export const createApprovalGrants = ({ db, audit, now }: Options): ApprovalGrants => ({
  async inForce(subject, at) {
    const rows = await db.approvalGrant.findMany({
      where: { ...subject, revokedAt: null, expiresAt: { gt: at } },
      orderBy: [{ expiresAt: 'desc' }, { id: 'asc' }],
    })
    return rows.map(grantOf)
  },
  revoke: ({ tenantId, id }, { by, byName }) =>
    db.$transaction(async tx => {
      const { count } = await tx.approvalGrant.updateMany({
        where: { id, tenantId, revokedAt: null },
        data: { revokedAt: now(), revokedBy: by, revokedByName: byName },
      })
      const row = await tx.approvalGrant.findFirst({
        where: { id, tenantId },
        include: { approval: { include: { investigation: { select: { title: true } } } } },
      })
      if (!row) return refuse({ code: 'not-found' })
      if (count === 0) return ok(null)
      const subject = { kind: 'investigation', id: row.investigationId, name: row.approval.investigation.title }
      await audit.add(tx, {
        tenantId,
        action: 'approvalGrantRevoked',
        subject,
        before: { id, requestId: row.requestId, tables: row.tables, until: row.expiresAt.toISOString() },
        after: null,
      })
      return ok(null)
    }),
})
