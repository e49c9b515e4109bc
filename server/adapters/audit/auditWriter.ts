import type { Prisma } from '../../../prisma/generated/client.ts'
import { actorOf, type Asking } from '../../core/access/asking.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'

/** Longer names of browsers are cut: they are for people to recognise, and anybody may send anything. */
const MAX_AGENT = 300

/** Entries in PostgreSQL; a trigger of the table numbers, dates and chains them. */
export const createAuditWriter = (asking: () => Asking | null): AuditWriter<Prisma.TransactionClient> => ({
  asking,
  async add(transaction, { tenantId, action, subject, before = null, after = null, actor }) {
    const asked = asking()
    const by = actor ?? actorOf(asked)
    await transaction.auditEntry.createMany({
      data: [
        {
          tenantId,
          action,
          actorKind: by.kind,
          actorId: by.id,
          actorName: by.name,
          subjectKind: subject?.kind ?? null,
          subjectId: subject?.id ?? null,
          subjectName: subject?.name ?? null,
          address: asked?.address ?? null,
          agent: asked?.agent?.slice(0, MAX_AGENT) ?? null,
          before: before && JSON.stringify(before),
          after: after && JSON.stringify(after),
        },
      ],
    })
  },
})
