import type { QueryAhead } from '../app/queriesAhead.ts'
import { asId, type InvestigationId } from '../core/shared/ids.ts'
import { parseMoney } from '../core/usage/money.ts'
import { builder } from './builder.ts'
import { failure } from './failure.ts'
import { uuidOf } from './globalId.ts'
import { Money } from './money.ts'
import { QueryEstimateObject } from './queryEstimate.ts'
import { callerOf } from './who.ts'

const QueryAheadObject = builder.objectRef<QueryAhead>('QueryAhead').implement({
  description: 'A query of a step that comes next, as it would be asked now.',
  fields: t => ({
    name: t.string({ description: "Short name within the case: 'segments'.", resolve: ({ id }) => id }),
    purpose: t.exposeString('purpose', { description: 'Why it is asked, as a phrase.' }),
    waits: t.exposeBoolean('waits', { description: 'Whether a person decides first.' }),
    isRunning: t.exposeBoolean('isRunning', {
      description:
        "Whether it is under way: what it comes to is in the `committed` of the investigation's cost, not in `cost` here.",
    }),
    estimate: t.expose('estimate', {
      type: QueryEstimateObject,
      nullable: true,
      description: 'What it is going to read; null where the data source does not say.',
    }),
  }),
})

type Ahead = readonly QueryAhead[]

const AheadObject = builder.objectRef<Ahead>('QueriesAhead').implement({
  description: 'What an investigation asks next. Later steps are planned from its answers.',
  fields: t => ({
    queries: t.field({ type: [QueryAheadObject], description: 'At most ten.', resolve: queries => [...queries] }),
    cost: t.field({
      type: Money,
      nullable: true,
      description: 'What those come to that do not run yet and whose cost is known; null where none is.',
      resolve: queries =>
        queries
          .filter(({ isRunning }) => !isRunning)
          .reduce<bigint | null>((sum, { estimate }) => {
            const cost = estimate?.cost == null ? null : parseMoney(estimate.cost)
            return cost === null ? sum : (sum ?? 0n) + cost
          }, null),
    }),
  }),
})

builder.queryField('queriesAhead', t =>
  t.field({
    type: AheadObject,
    description:
      'What an investigation asks next and is going to read, by the word of its data source; nothing is run. An unknown investigation is an error NOT_FOUND. Permission: investigations:read.',
    args: { investigationId: t.arg.id({ required: true, description: 'The investigation.' }) },
    resolve: async (_root, { investigationId }, context) => {
      const { tenantId } = callerOf(context)
      const id = uuidOf('Investigation', investigationId)
      if (id === null) throw failure('NOT_FOUND', 'There is no such investigation.')
      const ahead = await context.app.queriesAhead({ tenantId, investigationId: asId<InvestigationId>(id) })
      if (ahead.ok) return ahead.value
      throw ahead.problem.code === 'not-found'
        ? failure('NOT_FOUND', 'There is no such investigation.')
        : failure('DATA_SOURCE_UNREACHABLE', ahead.problem.problem.message)
    },
  }),
)
