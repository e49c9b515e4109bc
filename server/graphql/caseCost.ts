import { builder } from './builder.ts'
import { Investigation } from './investigation.ts'
import { Money } from './money.ts'

/** What has been on its way for longer than that died there. */
const COMMITTED_MS = 3_600_000

type Cost = {
  readonly spent: bigint
  readonly model: bigint
  readonly limit: bigint | null
  readonly committed: bigint
  readonly unpriced: number
}

const CostObject = builder.objectRef<Cost>('InvestigationCost').implement({
  description: 'What a case has come to.',
  fields: t => ({
    spent: t.field({ type: Money, description: 'Until now.', resolve: ({ spent }) => spent }),
    committed: t.field({
      type: Money,
      description:
        'What queries and calls of models on their way may still come to; it turns into spent as they are recorded.',
      resolve: ({ committed }) => committed,
    }),
    budget: t.field({
      type: Money,
      nullable: true,
      description: 'The most that one investigation may spend; null where nobody said.',
      resolve: ({ limit }) => limit,
    }),
    unpriced: t.exposeInt('unpriced', {
      description: 'Queries and calls of models for which the price book had no price: their cost is missing.',
    }),
    model: t.field({ type: Money, description: 'Of what was spent: on models.', resolve: ({ model }) => model }),
  }),
})

const sum = (rows: readonly { readonly costMicros?: bigint; readonly estimateMicros?: bigint }[]) =>
  rows.reduce((total, { costMicros, estimateMicros }) => total + (costMicros ?? estimateMicros ?? 0n), 0n)

const least = (limits: readonly bigint[]) =>
  limits.reduce<bigint | null>((found, limit) => (found === null || limit < found ? limit : found), null)

builder.prismaObjectField(Investigation, 'cost', t =>
  t.field({
    type: CostObject,
    select: { id: true, dataSourceId: true, teamId: true, tenantId: true },
    description: 'What it has come to, by the price book.',
    resolve: async ({ id, dataSourceId, teamId, tenantId }, _args, { readDb }) => {
      const where = { investigationId: id }
      const since = new Date(Date.now() - COMMITTED_MS)
      // Read at one moment: what is committed becomes spent in one statement, and must be seen as one of the two.
      const [lines, calls, steps, budgets] = await readDb.$transaction(
        [
          readDb.usageEntry.findMany({ where, select: { kind: true, costMicros: true, priced: true } }),
          readDb.modelCall.findMany({
            where: { ...where, state: { not: 'failed' }, spentAt: null, askedAt: { gt: since } },
            select: { estimateMicros: true },
          }),
          readDb.commitment.findMany({ where: { ...where, at: { gt: since } }, select: { estimateMicros: true } }),
          readDb.budget.findMany({
            where: { period: 'case', scope: { in: [tenantId, dataSourceId, ...(teamId === null ? [] : [teamId])] } },
          }),
        ],
        { isolationLevel: 'RepeatableRead' },
      )
      return {
        spent: sum(lines),
        model: sum(lines.filter(({ kind }) => kind === 'model')),
        committed: sum([...calls, ...steps]),
        unpriced: lines.filter(({ priced }) => !priced).length,
        limit: least(budgets.map(({ limitMicros }) => limitMicros)),
      }
    },
  }),
)
