import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import type { MailWriter } from '../../core/ports/outbox.ts'
import type { SourceChecks, SourcePlace } from '../../core/ports/sourceChecks.ts'
import { asId, type DataSourceId, type TenantId } from '../../core/shared/ids.ts'

const CLAIM = `
  UPDATE data_source SET check_due_at = $1::timestamptz + $2 * interval '1 millisecond'
  WHERE id IN (
    SELECT id FROM data_source WHERE active AND NOT draft AND removed_at IS NULL AND (check_due_at IS NULL OR check_due_at <= $1)
    ORDER BY check_due_at NULLS FIRST, id LIMIT $3 FOR UPDATE SKIP LOCKED)
  RETURNING id, tenant_id AS "tenantId"`

type Claimed = { readonly id: string; readonly tenantId: string }

type Tools = { readonly db: PrismaClient; readonly mails: MailWriter<Prisma.TransactionClient> }

/** Checks in PostgreSQL, with notices and mails to those who look after data sources. */
export const createSourceChecks = ({ db, mails }: Tools): SourceChecks => ({
  async claim(now, { everyMs, limit }): Promise<readonly SourcePlace[]> {
    const rows = await db.$queryRawUnsafe<Claimed[]>(CLAIM, now, everyMs, limit)
    return rows.map(({ id, tenantId }) => ({ tenantId: asId<TenantId>(tenantId), dataSourceId: asId<DataSourceId>(id) }))
  },
  record: ({ tenantId, dataSourceId }, { at, step, message, elapsedMs }, lettersOf) => db.$transaction(async tx => {
    // One after the other, so that each sees the check before it.
    const [source] = await tx.$queryRaw<{ name: string }[]>`SELECT name FROM data_source WHERE id = ${dataSourceId}::uuid AND tenant_id = ${tenantId}::uuid
      AND active AND NOT draft AND removed_at IS NULL FOR UPDATE`
    if (!source) return
    const before = await tx.sourceCheck.findFirst({ where: { dataSourceId }, orderBy: { at: 'desc' }, select: { isWell: true } })
    const isWell = step === null
    await tx.sourceCheck.createMany({ data: [{ tenantId, dataSourceId, at, isWell, step, message, elapsedMs }], skipDuplicates: true })
    if ((before?.isWell ?? true) === isWell) return
    const admins = await tx.person.findMany({
      where: { tenantId, kind: 'person', role: { in: ['owner', 'admin'] }, deactivatedAt: null }, select: { id: true, email: true, account: { select: { email: true } } },
    })
    const text = isWell ? `${source.name} answers again` : `${source.name} does not stand its test: ${message}`
    await tx.notice.createMany({ data: admins.map(({ id }) => ({ tenantId, dataSourceId, personId: id, text, createdAt: at })) })
    const addresses = admins.flatMap(({ email, account }) => account?.email ?? email ?? [])
    await mails.add(tx, tenantId, lettersOf({ isWell, name: source.name, addresses }))
  }),
  async forget(before) {
    await db.sourceCheck.deleteMany({ where: { at: { lt: before } } })
  },
})
