import type { BudgetNews } from '../core/ports/budgetFeed.ts'
import { PeriodEnum } from './budget.ts'
import { builder } from './builder.ts'
import { printGlobalId } from './globalId.ts'
import { Money } from './money.ts'
import { whileSignedIn } from './stream.ts'
import { callerOf } from './who.ts'

const EventObject = builder.objectRef<BudgetNews>('BudgetEvent').implement({
  description: 'A budget that reached a level, told once for its period.',
  fields: t => ({
    cursor: t.string({ description: 'For `after`.', resolve: ({ sequence }) => String(sequence) }),
    dataSourceId: t.id({
      nullable: true,
      description: 'Of which data source; null for others.',
      resolve: ({ dataSourceId }) => (dataSourceId === null ? null : printGlobalId('DataSource', dataSourceId)),
    }),
    teamId: t.id({
      nullable: true,
      description: "Of which team; null for others. With neither it is the workspace's.",
      resolve: ({ teamId }) => (teamId === null ? null : printGlobalId('Team', teamId)),
    }),
    period: t.field({ type: PeriodEnum, description: 'Over what.', resolve: ({ period }) => period }),
    level: t.exposeInt('level', { description: 'Which level, in per cent: 50, 80 or 100.' }),
    spent: t.field({ type: Money, description: 'How much was spent then.', resolve: ({ spent }) => spent }),
    limit: t.field({ type: Money, description: 'How much at most.', resolve: ({ limit }) => limit }),
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
  }),
})

builder.subscriptionField('budgetEvents', t =>
  t.field({
    type: EventObject,
    description:
      'Budgets as they reach 50, 80 and 100 %. With `after` those since then come first. Over WebSocket (graphql-ws) and SSE.',
    args: {
      after: t.arg.string({ description: 'The cursor of the last one seen; only new ones when nothing is said.' }),
    },
    subscribe: (_root, { after }, context) => {
      const { tenantId } = callerOf(context)
      const cursor = typeof after === 'string' && /^\d{1,18}$/.test(after) ? BigInt(after) : null
      return whileSignedIn(context, signal => told(context.app.followBudgets({ tenantId, after: cursor }, signal)))
    },
    resolve: (news: BudgetNews) => news,
  }),
)

async function* told(source: AsyncIterable<BudgetNews>): AsyncGenerator<BudgetNews, undefined> {
  yield* source
}
