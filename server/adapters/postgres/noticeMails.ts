import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import type { NoticeMails } from '../../core/ports/noticeMails.ts'
import type { MailWriter } from '../../core/ports/outbox.ts'
import { asId, type InvestigationId, type TenantId } from '../../core/shared/ids.ts'

type Row = {
  readonly id: string
  readonly tenantId: string
  readonly text: string
  readonly email: string | null
  readonly wanted: boolean
  readonly investigationId: string | null
  readonly title: string | null
}

const DUE = `
  SELECT notice.id, notice.tenant_id AS "tenantId", notice.text, coalesce(account.email, person.email) AS email,
    person.mails_notices AND person.deactivated_at IS NULL AND notice.read_at IS NULL AS wanted, notice.investigation_id AS "investigationId", investigation_view.title
  FROM notice JOIN person ON person.id = notice.person_id LEFT JOIN account ON account.id = person.account_id
    LEFT JOIN investigation_view ON investigation_view.id = notice.investigation_id
  WHERE notice.mail_due ORDER BY notice.created_at LIMIT $1 FOR UPDATE OF notice SKIP LOCKED`

/** Mails of notices, written where the notices are kept. */
export const createNoticeMails = ({
  db,
  mails,
}: {
  readonly db: PrismaClient
  readonly mails: MailWriter<Prisma.TransactionClient>
}): NoticeMails => ({
  write: (limit, letterOf) =>
    db.$transaction(async tx => {
      const rows = await tx.$queryRawUnsafe<Row[]>(DUE, limit)
      for (const { tenantId, email, text, wanted, investigationId, title } of rows) {
        if (!wanted || email === null) continue
        const investigation =
          investigationId === null ? null : { id: asId<InvestigationId>(investigationId), title: title ?? '' }
        await mails.add(tx, asId<TenantId>(tenantId), [letterOf({ email, text, investigation })])
      }
      await tx.notice.updateMany({ where: { id: { in: rows.map(({ id }) => id) } }, data: { mailDue: false } })
      return rows.length
    }),
})
