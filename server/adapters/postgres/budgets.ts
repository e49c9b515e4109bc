import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import type { AuditWriter } from '../../core/ports/auditTrail.ts'
import type { BudgetChange, Budgets } from '../../core/ports/budgets.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import { moneyText } from '../../core/usage/money.ts'

type Options = {
  readonly db: PrismaClient
  readonly audit: AuditWriter<Prisma.TransactionClient>
  readonly now: () => Date
}

/** Limits and prices in PostgreSQL. */
export const createBudgets = ({ db, audit, now }: Options): Budgets => ({
  change: change =>
    db.$transaction(async tx => {
      const key = { tenantId: change.tenantId, scope: change.owner.id, period: change.period }
      const before = await tx.budget.findUnique({ where: { tenantId_scope_period: key } })
      if (!(await save(tx, { change, key, now: now() }))) return refuse({ code: 'conflict' })
      const told = (micros: bigint | null | undefined) =>
        typeof micros === 'bigint' ? { period: change.period, limit: moneyText(micros) } : null
      const subject = { kind: change.owner.of, id: key.scope, name: change.owner.name }
      await audit.add(tx, {
        tenantId: change.tenantId,
        action: 'budgetChanged',
        subject,
        before: told(before?.limitMicros),
        after: told(change.limit),
      })
      return ok(null)
    }),
  setPrice: ({ tenantId, resource, unit, validFrom, micros, creditsPerHour }) =>
    db.$transaction(async tx => {
      const key = { tenantId, resource, unit, validFrom: new Date(validFrom) }
      // What held on that day until now: the price of the same day, or the newest of an earlier one.
      const before = await tx.price.findFirst({
        where: { tenantId, resource, unit, validFrom: { lte: key.validFrom } },
        orderBy: { validFrom: 'desc' },
      })
      const priced = { micros, creditsPerHour, changedAt: now() }
      await tx.price.upsert({
        where: { tenantId_resource_unit_validFrom: key },
        create: { ...key, ...priced },
        update: priced,
      })
      const told = (price: bigint, perHour: number | null, since = validFrom) => ({
        unit,
        validFrom: since,
        price: moneyText(price),
        ...(perHour !== null && { creditsPerHour: perHour }),
      })
      await audit.add(tx, {
        tenantId,
        action: 'priceChanged',
        subject: { kind: 'price', id: resource, name: resource },
        before:
          before &&
          told(before.micros, before.creditsPerHour?.toNumber() ?? null, before.validFrom.toISOString().slice(0, 10)),
        after: told(micros, creditsPerHour),
      })
    }),
})

type Saving = {
  readonly change: BudgetChange
  readonly key: { readonly tenantId: string; readonly scope: string; readonly period: string }
  readonly now: Date
}

const save = async (
  tx: Prisma.TransactionClient,
  { change: { limit, expectedVersion }, key, now }: Saving,
): Promise<boolean> => {
  const where = { ...key, version: expectedVersion }
  if (limit === null) return (await tx.budget.deleteMany({ where })).count === 1
  const data = { limitMicros: limit, version: expectedVersion + 1, changedAt: now }
  const { count } =
    expectedVersion === 0
      ? await tx.budget.createMany({ data: [{ ...key, ...data }], skipDuplicates: true })
      : await tx.budget.updateMany({ where, data })
  return count === 1
}
