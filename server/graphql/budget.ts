import type { BudgetOf, BudgetPeriod } from '../core/usage/budget.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { ConflictError, InputError } from './errors.ts'
import { NO_UUID, printGlobalId, uuidOf } from './globalId.ts'
import { Money } from './money.ts'
import { callerOf, notFound } from './who.ts'
import { wordEnum, wordOf } from './words.ts'

const periods: Readonly<Record<BudgetPeriod, string>> = {
  case: 'Each investigation by itself.',
  day: 'Each day, UTC.',
  month: 'Each month, UTC.',
}
export const PeriodEnum = wordEnum('BudgetPeriod', 'Over what a budget reaches.', periods)

type Shown = {
  readonly scope: string
  readonly of: BudgetOf
  readonly period: string
  readonly limit: bigint
  readonly spent: bigint | null
  readonly version: number
}

export const UsageBudget = builder.objectRef<Shown>('Budget').implement({
  description:
    'The most that may be spent. At the limit no new investigation begins, and running ones end with what they have.',
  fields: t => ({
    dataSourceId: t.id({
      nullable: true,
      description: 'Of which data source; null for others.',
      resolve: ({ scope, of }) => (of === 'dataSource' ? printGlobalId('DataSource', scope) : null),
    }),
    teamId: t.id({
      nullable: true,
      description: "Of which team; null for others. With neither it is the workspace's.",
      resolve: ({ scope, of }) => (of === 'team' ? printGlobalId('Team', scope) : null),
    }),
    period: t.field({ type: PeriodEnum, description: 'Over what.', resolve: ({ period }) => wordOf(periods, period) }),
    limit: t.field({ type: Money, description: 'How much at most.', resolve: ({ limit }) => limit }),
    spent: t.field({
      type: Money,
      nullable: true,
      description: 'How much until now; null for budgets of each investigation.',
      resolve: ({ spent }) => spent,
    }),
    version: t.exposeInt('version', { description: 'Counts the changes; for `expectedVersion`.' }),
  }),
})

const beginOf = (period: string, now: Date) =>
  new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), period === 'day' ? now.getUTCDate() : 1))

/** Budgets of teams go with them; those of a removed data source stay. */
export const budgetsOf = async ({ readDb }: Context): Promise<Shown[]> => {
  const budgets = await readDb.budget.findMany({ orderBy: [{ period: 'asc' }, { scope: 'asc' }] })
  if (budgets.length === 0) return []
  const now = new Date()
  const [lines, teams] = await Promise.all([
    readDb.usageEntry.findMany({
      where: { at: { gte: beginOf('month', now) } },
      select: { at: true, dataSourceId: true, teamId: true, costMicros: true },
    }),
    readDb.team.findMany({ where: { id: { in: budgets.map(({ scope }) => scope) } }, select: { id: true } }),
  ])
  return budgets.map(({ scope, tenantId, period, limitMicros, version }) => {
    const of = scope === tenantId ? 'tenant' : teams.some(({ id }) => id === scope) ? 'team' : 'dataSource'
    const own = lines.filter(
      ({ at, dataSourceId, teamId }) =>
        at >= beginOf(period, now) && (of === 'tenant' || scope === (of === 'team' ? teamId : dataSourceId)),
    )
    return {
      scope,
      of,
      period,
      limit: limitMicros,
      version,
      spent: period === 'case' ? null : own.reduce((sum, { costMicros }) => sum + costMicros, 0n),
    }
  })
}

const BudgetInput = builder.inputType('BudgetSetInput', {
  description: 'A budget to set, raise, lower or take away.',
  fields: t => ({
    dataSourceId: t.id({ description: 'Of which data source.' }),
    teamId: t.id({ description: "Of which team. With neither it is the workspace's." }),
    period: t.field({ type: PeriodEnum, required: true, description: 'Over what.' }),
    limit: t.string({ description: 'How much at most, in decimals: 50.00. Null takes the budget away.' }),
    expectedVersion: t.int({
      required: true,
      description: 'The `version` that the change was made on; 0 for a new one.',
    }),
  }),
})

const BudgetPayload = builder.objectRef<object>('BudgetSetPayload').implement({
  description: 'Set; it holds for every step from now on.',
  fields: t => ({
    budgets: t.field({
      type: [UsageBudget],
      description: 'The budgets now.',
      resolve: (_root, _args, context) => budgetsOf(context),
    }),
  }),
})

builder.mutationField('budgetSet', t =>
  t.field({
    type: BudgetPayload,
    description: 'Sets, raises, lowers or takes away a budget. Permission: settings:write. Events: none.',
    args: { input: t.arg({ type: BudgetInput, required: true, description: 'The budget.' }) },
    errors: { types: [InputError, ConflictError], union: { name: 'BudgetSetResult', description: 'Set, or why not.' } },
    resolve: async (_root, { input: { dataSourceId, teamId, limit, ...input } }, context) => {
      const source =
        typeof dataSourceId === 'string' ? asId<DataSourceId>(uuidOf('DataSource', dataSourceId) ?? NO_UUID) : null
      const team = typeof teamId === 'string' ? (uuidOf('Team', teamId) ?? NO_UUID) : null
      const set = await context.app.changeBudget(callerOf(context), {
        ...input,
        limit: limit ?? null,
        dataSourceId: source,
        teamId: team,
      })
      if (set.ok) return {}
      switch (set.problem.code) {
        case 'not-found':
          throw team === null ? notFound('data source', 'dataSourceId') : notFound('team', 'teamId')
        case 'conflict':
          throw new ConflictError('CONFLICT', 'Somebody changed the budget meanwhile. Read it again.', [
            'expectedVersion',
          ])
        case 'invalid':
          throw new InputError('INVALID_INPUT', set.problem.message, [set.problem.path])
      }
    },
  }),
)
