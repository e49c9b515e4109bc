import type { CostEstimate } from '../core/ports/dataSource.ts'
import { parseMoney } from '../core/usage/money.ts'
import type { PricedEstimate } from '../core/usage/queryCost.ts'
import { builder } from './builder.ts'
import { Money } from './money.ts'
import { wordEnum } from './words.ts'

const HowEnum = wordEnum<CostEstimate['how']>('EstimateSource', 'How an estimate is known.', {
  plan: "By the data source's planner.",
  dryRun: 'By a run that reads nothing.',
  tableSize: 'By the size of the tables, whatever the query leaves out of them.',
})

export const QueryEstimateObject = builder.objectRef<PricedEstimate>('QueryEstimate').implement({
  description: 'What a query is going to read, by the word of its data source and without running it.',
  fields: t => ({
    rows: t.exposeFloat('rows', { nullable: true, description: 'Rows; null where it does not say.' }),
    bytes: t.exposeFloat('bytes', { nullable: true, description: 'Bytes; null where it does not say.' }),
    how: t.expose('how', { type: HowEnum, description: 'How it is known.' }),
    cost: t.field({
      type: Money,
      nullable: true,
      description: 'What the bytes come to by the price book; null where there is no price or no number.',
      resolve: ({ cost }) => (cost === null ? null : parseMoney(cost)),
    }),
  }),
})
