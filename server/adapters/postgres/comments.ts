import { z } from 'zod'
import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import type { AuditNote, AuditWriter } from '../../core/ports/auditTrail.ts'
import type { Comments, CommentSubject, Mention, OwnComment } from '../../core/ports/comments.ts'
import { asId, type CaseRef, type InvestigationId, type TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import type { Announce } from './announcer.ts'

type Transaction = Prisma.TransactionClient
type Options = {
  readonly db: PrismaClient
  readonly audit: AuditWriter<Transaction>
  readonly announce: Announce
  readonly now: () => Date
}

const notFound = refuse({ code: 'not-found' } as const)

/** Comments in PostgreSQL, with their notices and their entries in the audit trail. */
export const createComments = ({ db, audit, announce, now }: Options): Comments => {
  const note = (
    tx: Transaction,
    { tenantId, investigationId }: CaseRef,
    told: Pick<AuditNote, 'action' | 'before' | 'after'>,
  ) => audit.add(tx, { tenantId, subject: { kind: 'investigation', id: investigationId, name: '' }, ...told })
  const changeOwn = async (own: OwnComment, change: (tx: Transaction, found: Found) => Promise<void>) => {
    const ref = await db.$transaction(async tx => {
      const found = await ownComment(tx, own)
      if (found) await change(tx, found)
      return found
    })
    if (ref) announce([ref.investigationId], false)
    return ref ? ok(null) : notFound
  }
  return {
    async add({ ref, subject, body, mentions, by }) {
      const id = await db.$transaction(async tx => {
        if (!(await exists(tx, ref, subject))) return null
        const at = now()
        const data = {
          ...ref,
          subjectKind: subject.kind,
          subjectId: subject.id,
          authorId: by.id,
          authorName: by.name,
          body,
          createdAt: at,
        }
        const { id: commentId } = await tx.comment.create({ data, select: { id: true } })
        await tell(tx, ref, { mentions, by, at })
        await note(tx, ref, { action: 'commentAdded', after: { id: commentId, text: body } })
        return commentId
      })
      if (id === null) return notFound
      announce([ref.investigationId], false)
      return ok(id)
    },
    edit: (own, { body, mentions }) =>
      changeOwn(own, async (tx, { text, ...ref }) => {
        await tx.comment.update({ where: { id: own.id }, data: { body, editedAt: now() } })
        await tell(tx, ref, { mentions, by: own.by, at: now() })
        await note(tx, ref, {
          action: 'commentEdited',
          before: { id: own.id, text },
          after: { id: own.id, text: body },
        })
      }),
    remove: own =>
      changeOwn(own, async (tx, { text, ...ref }) => {
        await tx.comment.update({ where: { id: own.id }, data: { body: '', deletedAt: now() } })
        await note(tx, ref, { action: 'commentDeleted', before: { id: own.id, text } })
      }),
    async readNotices(tenantId, personId) {
      await db.notice.updateMany({ where: { tenantId, personId, readAt: null }, data: { readAt: now() } })
    },
  }
}

const exists = async (tx: Transaction, { investigationId, tenantId }: CaseRef, { kind, id }: CommentSubject) => {
  const where = { investigationId, tenantId }
  switch (kind) {
    case 'case':
      return (await tx.investigationView.count({ where: { id: investigationId, tenantId } })) > 0
    case 'hypothesis':
      return (await tx.hypothesisView.count({ where: { ...where, kind: id } })) > 0
    case 'query':
      return (await tx.queryView.count({ where: { ...where, queryId: id } })) > 0
  }
}

/** `text`: what it says until now. */
type Found = CaseRef & { readonly text: string }

const ownComment = async (tx: Transaction, { tenantId, id, by }: OwnComment): Promise<Found | null> => {
  if (!z.guid().safeParse(id).success) return null
  const found = await tx.comment.findFirst({
    where: { id, tenantId, authorId: by.id, deletedAt: null },
    select: { investigationId: true, body: true },
  })
  return (
    found && {
      text: found.body,
      tenantId: asId<TenantId>(tenantId),
      investigationId: asId<InvestigationId>(found.investigationId),
    }
  )
}

type Telling = { readonly mentions: readonly Mention[]; readonly by: OwnComment['by']; readonly at: Date }

/** Who has an unread notice of this case's mention by the same person, or of the same team, is not told twice. */
const tell = async (tx: Transaction, { investigationId, tenantId }: CaseRef, { mentions, by, at }: Telling) => {
  const notices = mentions
    .filter(({ personId }) => personId !== by.id)
    .map(({ personId, team }) => ({
      personId,
      text: team === null ? `${by.name} mentioned you` : `${by.name} mentioned your team ${team}`,
    }))
  const told = await tx.notice.findMany({
    where: { tenantId, investigationId, readAt: null, OR: notices.map(notice => ({ ...notice })) },
    select: { personId: true, text: true },
  })
  const fresh = notices.filter(
    ({ personId, text }) => !told.some(notice => notice.personId === personId && notice.text === text),
  )
  await tx.notice.createMany({ data: fresh.map(notice => ({ tenantId, investigationId, createdAt: at, ...notice })) })
}
