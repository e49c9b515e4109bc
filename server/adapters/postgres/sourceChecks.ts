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
    return rows.map(({ id, tenantId }) => ({
      tenantId: asId<TenantId>(tenantId),
      dataSourceId: asId<DataSourceId>(id),
    }))
  },
  record: ({ tenantId, dataSourceId }, { at, step, message, elapsedMs }, lettersOf) =>
    db.$transaction(async tx => {
      // One after the other, so that each sees the check before it.
      const [source] = await tx.$queryRaw<
        { name: string; team: string | null }[]
      >`SELECT name, told_team_id::text AS team FROM data_source
      WHERE id = ${dataSourceId}::uuid AND tenant_id = ${tenantId}::uuid
      AND active AND NOT draft AND removed_at IS NULL FOR UPDATE`
      if (!source) return
      const before = await tx.sourceCheck.findFirst({
        where: { dataSourceId },
        orderBy: { at: 'desc' },
        select: { isWell: true },
      })
      const isWell = step === null
      await tx.sourceCheck.createMany({
        data: [{ tenantId, dataSourceId, at, isWell, step, message, elapsedMs }],
        skipDuplicates: true,
      })
      if ((before?.isWell ?? true) === isWell) return
      // Its mail is written here and now, with more in it than a notice has.
      const people = await hearers(tx, tenantId, source.team)
      const text = isWell ? `${source.name} answers again` : `${source.name} does not stand its test: ${message}`
      await tx.notice.createMany({
        data: people.map(({ id }) => ({ tenantId, dataSourceId, personId: id, text, createdAt: at, mailDue: false })),
      })
      const addresses = people.flatMap(({ email, account }) => account?.email ?? email ?? [])
      await mails.add(tx, tenantId, lettersOf({ isWell, name: source.name, addresses }))
    }),
  async forget(before) {
    await db.sourceCheck.deleteMany({ where: { at: { lt: before } } })
  },
})

/** The people of the team in charge; the admins where there is none, or nobody is in it. */
const hearers = async (tx: Prisma.TransactionClient, tenantId: TenantId, teamId: string | null) => {
  const find = (who: Prisma.PersonWhereInput) =>
    tx.person.findMany({
      where: { tenantId, kind: 'person', deactivatedAt: null, ...who },
      select: { id: true, email: true, account: { select: { email: true } } },
    })
  const team = teamId === null ? [] : await find({ teams: { some: { teamId } } })
  return team.length > 0 ? team : find({ role: { in: ['owner', 'admin'] } })
}
