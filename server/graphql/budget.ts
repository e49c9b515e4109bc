import type { BudgetPeriod } from '../core/usage/budget.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import type { BudgetNews } from '../core/ports/budgetFeed.ts'
import { builder } from './builder.ts'
import type { Context } from './context.ts'
import { ConflictError, InputError } from './errors.ts'
import { printGlobalId, uuidOf } from './globalId.ts'
import { Investigation } from './investigation.ts'
import { Money } from './money.ts'
import { whileSignedIn } from './stream.ts'
import { callerOf, notFound } from './who.ts'
import { wordEnum, wordOf } from './words.ts'

const periods: Readonly<Record<BudgetPeriod, string>> = { case: 'Each investigation by itself.', day: 'Each day, UTC.', month: 'Each month, UTC.' }
export const PeriodEnum = wordEnum('BudgetPeriod', 'Over what a budget reaches.', periods)

type Shown = { readonly scope: string; readonly ofTenant: boolean; readonly period: string; readonly limit: bigint; readonly spent: bigint | null; readonly version: number }

export const UsageBudget = builder.objectRef<Shown>('Budget').implement({
  description: 'The most that may be spent. At the limit no new investigation begins, and running ones end with what they have.',
  fields: t => ({
    dataSourceId: t.id({ nullable: true, description: 'Of which data source; null for the workspace.', resolve: ({ scope, ofTenant }) => ofTenant ? null : printGlobalId('DataSource', scope) }),
    period: t.field({ type: PeriodEnum, description: 'Over what.', resolve: ({ period }) => wordOf(periods, period) }),
    limit: t.field({ type: Money, description: 'How much at most.', resolve: ({ limit }) => limit }),
    spent: t.field({ type: Money, nullable: true, description: 'How much until now; null for budgets of each investigation.', resolve: ({ spent }) => spent }),
    version: t.exposeInt('version', { description: 'Counts the changes; for `expectedVersion`.' }),
  }),
})

const beginOf = (period: string, now: Date) => new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), period === 'day' ? now.getUTCDate() : 1))

export const budgetsOf = async ({ readDb }: Context): Promise<Shown[]> => {
  const budgets = await readDb.budget.findMany({ orderBy: [{ period: 'asc' }, { scope: 'asc' }] })
  const lines = budgets.length === 0 ? [] : await readDb.usageEntry.findMany({ where: { at: { gte: beginOf('month', new Date()) } }, select: { at: true, dataSourceId: true, costMicros: true } })
  return budgets.map(({ scope, tenantId, period, limitMicros, version }) => {
    const [ofTenant, from] = [scope === tenantId, beginOf(period, new Date())]
    const own = lines.filter(({ at, dataSourceId }) => at >= from && (ofTenant || dataSourceId === scope))
    return { scope, ofTenant, period, limit: limitMicros, version, spent: period === 'case' ? null : own.reduce((sum, { costMicros }) => sum + costMicros, 0n) }
  })
}

const BudgetInput = builder.inputType('BudgetSetInput', {
  description: 'A budget to set, raise, lower or take away.',
  fields: t => ({
    dataSourceId: t.id({ description: 'Of which data source; null for the workspace.' }),
    period: t.field({ type: PeriodEnum, required: true, description: 'Over what.' }),
    limit: t.string({ description: 'How much at most, in decimals: 50.00. Null takes the budget away.' }),
    expectedVersion: t.int({ required: true, description: 'The `version` that the change was made on; 0 for a new one.' }),
  }),
})

const BudgetPayload = builder.objectRef<object>('BudgetSetPayload').implement({
  description: 'Set; it holds for every step from now on.',
  fields: t => ({ budgets: t.field({ type: [UsageBudget], description: 'The budgets now.', resolve: (_root, _args, context) => budgetsOf(context) }) }),
})

builder.mutationField('budgetSet', t => t.field({
  type: BudgetPayload, description: 'Sets, raises, lowers or takes away a budget. Permission: settings:write. Events: none.',
  args: { input: t.arg({ type: BudgetInput, required: true, description: 'The budget.' }) },
  errors: { types: [InputError, ConflictError], union: { name: 'BudgetSetResult', description: 'Set, or why not.' } },
  resolve: async (_root, { input: { dataSourceId, limit, ...input } }, context) => {
    const id = typeof dataSourceId === 'string' ? uuidOf('DataSource', dataSourceId) : null
    if (typeof dataSourceId === 'string' && id === null) throw notFound('data source', 'dataSourceId')
    const of = id === null ? null : asId<DataSourceId>(id)
    const set = await context.app.changeBudget(callerOf(context), { ...input, limit: limit ?? null, dataSourceId: of })
    if (set.ok) return {}
    switch (set.problem.code) {
      case 'not-found': throw notFound('data source', 'dataSourceId')
      case 'conflict': throw new ConflictError('CONFLICT', 'Somebody changed the budget meanwhile. Read it again.', ['expectedVersion'])
      case 'invalid': throw new InputError('INVALID_INPUT', set.problem.message, [set.problem.path])
    }
  },
}))

const EventObject = builder.objectRef<BudgetNews>('BudgetEvent').implement({
  description: 'A budget that reached a level, told once for its period.',
  fields: t => ({
    cursor: t.string({ description: 'For `after`.', resolve: ({ sequence }) => String(sequence) }),
    dataSourceId: t.id({
      nullable: true, description: 'Of which data source; null for the workspace.',
      resolve: ({ dataSourceId }) => dataSourceId === null ? null : printGlobalId('DataSource', dataSourceId),
    }),
    period: t.field({ type: PeriodEnum, description: 'Over what.', resolve: ({ period }) => period }),
    level: t.exposeInt('level', { description: 'Which level, in per cent: 50, 80 or 100.' }),
    spent: t.field({ type: Money, description: 'How much was spent then.', resolve: ({ spent }) => spent }),
    limit: t.field({ type: Money, description: 'How much at most.', resolve: ({ limit }) => limit }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
  }),
})

builder.subscriptionField('budgetEvents', t => t.field({
  type: EventObject, description: 'Budgets as they reach 50, 80 and 100 %. With `after` those since then come first. Over WebSocket (graphql-ws) and SSE.',
  args: { after: t.arg.string({ description: 'The cursor of the last one seen; only new ones when nothing is said.' }) },
  subscribe: (_root, { after }, context) => {
    const { tenantId } = callerOf(context)
    const cursor = typeof after === 'string' && /^\d{1,18}$/.test(after) ? BigInt(after) : null
    return whileSignedIn(context, signal => told(context.app.followBudgets({ tenantId, after: cursor }, signal)))
  },
  resolve: (news: BudgetNews) => news,
}))

async function* told(source: AsyncIterable<BudgetNews>): AsyncGenerator<BudgetNews, undefined> {
  yield* source
}

/** What has been on its way for longer than that died there. */
const COMMITTED_MS = 3_600_000

type Cost = { readonly spent: bigint; readonly model: bigint; readonly limit: bigint | null; readonly committed: bigint }

const CostObject = builder.objectRef<Cost>('InvestigationCost').implement({
  description: 'What a case has come to.',
  fields: t => ({
    spent: t.field({ type: Money, description: 'Until now.', resolve: ({ spent }) => spent }),
    committed: t.field({
      type: Money, description: 'What queries and calls of models on their way may still come to; it turns into spent as they are recorded.',
      resolve: ({ committed }) => committed,
    }),
    budget: t.field({ type: Money, nullable: true, description: 'The most that one investigation may spend; null where nobody said.', resolve: ({ limit }) => limit }),
    model: t.field({ type: Money, description: 'Of what was spent: on models.', resolve: ({ model }) => model }),
  }),
})

const sum = (rows: readonly { readonly costMicros?: bigint; readonly estimateMicros?: bigint }[]) =>
  rows.reduce((total, { costMicros, estimateMicros }) => total + (costMicros ?? estimateMicros ?? 0n), 0n)

const least = (limits: readonly bigint[]) => limits.reduce<bigint | null>((found, limit) => found === null || limit < found ? limit : found, null)

builder.prismaObjectField(Investigation, 'cost', t => t.field({
  type: CostObject, select: { id: true, dataSourceId: true, tenantId: true }, description: 'What it has come to, by the price book.',
  resolve: async ({ id, dataSourceId, tenantId }, _args, { readDb }) => {
    const where = { investigationId: id }
    const since = new Date(Date.now() - COMMITTED_MS)
    // Read at one moment: what is committed becomes spent in one statement, and must be seen as one of the two.
    const [lines, calls, steps, budgets] = await readDb.$transaction([
      readDb.usageEntry.findMany({ where, select: { kind: true, costMicros: true } }),
      readDb.modelCall.findMany({ where: { ...where, state: { not: 'failed' }, spentAt: null, askedAt: { gt: since } }, select: { estimateMicros: true } }),
      readDb.commitment.findMany({ where: { ...where, at: { gt: since } }, select: { estimateMicros: true } }),
      readDb.budget.findMany({ where: { period: 'case', scope: { in: [tenantId, dataSourceId] } } }),
    ], { isolationLevel: 'RepeatableRead' })
    return {
      spent: sum(lines), model: sum(lines.filter(({ kind }) => kind === 'model')), committed: sum([...calls, ...steps]),
      limit: least(budgets.map(({ limitMicros }) => limitMicros)),
    }
  },
}))
