import {
  forecastMonth,
  NONE,
  sumUsage,
  type Forecast,
  type UsageGrouping,
  type UsageLine,
  type UsageSum,
} from '../core/usage/usageReport.ts'
import { builder } from './builder.ts'
import { failure } from './failure.ts'
import { printGlobalId } from './globalId.ts'
import { Money } from './money.ts'
import { UsageBudget, budgetsOf } from './budget.ts'
import { PriceObject, pricesOf } from './price.ts'
import { groupsCsv, runsCsv } from './usageCsv.ts'
import { labelled, linesOf, runsOf, type Group, type Range } from './usageLines.ts'
import { wordEnum } from './words.ts'

const GroupEnum = wordEnum<Exclude<UsageGrouping, 'investigation' | 'day'>>('UsageGroupBy', 'What usage is split by.', {
  model: 'The model; work of the warehouse is one group of its own.',
  dataSource: 'The data source.',
  team: 'The team that the investigation is for.',
  person: 'Who opened the investigation, or whose key did.',
  key: 'The API key that opened the investigation; all other work is one group of its own.',
  trigger: 'How it was opened.',
  notification: 'The channel and kind of notification; all other work is one group of its own.',
})

const SumObject = builder.objectRef<UsageSum>('UsageSum').implement({
  description: 'What some work came to.',
  fields: t => ({
    cost: t.field({
      type: Money,
      description: 'By the prices that held when it was done.',
      resolve: ({ cost }) => cost,
    }),
    investigations: t.exposeInt('investigations', { description: 'Investigations opened.' }),
    queries: t.exposeInt('queries', { description: 'Queries of warehouses.' }),
    notifications: t.exposeInt('notifications', {
      description: 'Notifications that went out to people, each delivery once.',
    }),
    inputTokens: t.float({
      description: 'Tokens in, less those from the cache.',
      resolve: ({ inputTokens }) => Number(inputTokens),
    }),
    outputTokens: t.float({ description: 'Tokens out.', resolve: ({ outputTokens }) => Number(outputTokens) }),
    cachedTokens: t.float({
      description: 'Tokens in from the cache.',
      resolve: ({ cachedTokens }) => Number(cachedTokens),
    }),
    rows: t.float({ description: 'Rows that came back.', resolve: ({ rows }) => Number(rows) }),
    bytes: t.float({
      description: 'Bytes that warehouses read, as they say; where they say nothing afterwards, as they said before.',
      resolve: ({ bytes }) => Number(bytes),
    }),
    seconds: t.float({ description: 'Seconds of the warehouse.', resolve: ({ ms }) => Number(ms) / 1000 }),
    unpriced: t.exposeInt('unpriced', {
      description: 'Calls of models for which the price book had no price: their cost is missing.',
    }),
    unpricedQueries: t.exposeInt('unpricedQueries', {
      description:
        'Queries of data sources for which the price book had no price, neither by the second or the credit nor by the terabyte: their cost is missing.',
    }),
  }),
})

const GroupObject = builder.objectRef<Group>('UsageGroup').implement({
  description: 'A part of the usage. The groups of a report add up to its total.',
  fields: t => ({
    key: t.exposeString('key', { description: 'For programs.' }),
    label: t.exposeString('label', { description: 'For people.' }),
    sum: t.field({ type: SumObject, description: 'What it came to.', resolve: ({ sum }) => sum }),
  }),
})

const RunObject = builder.objectRef<Group & { readonly number: number | null }>('UsageRun').implement({
  description: 'One investigation and what it came to within the range.',
  fields: t => ({
    investigationId: t.id({
      nullable: true,
      description: 'The investigation; null for what belongs to none, such as invitations.',
      resolve: ({ key }) => (key === NONE ? null : printGlobalId('Investigation', key)),
    }),
    number: t.exposeInt('number', { nullable: true, description: 'Its number.' }),
    title: t.exposeString('label', { description: 'What it is about.' }),
    sum: t.field({ type: SumObject, description: 'What it came to.', resolve: ({ sum }) => sum }),
  }),
})

type Report = { readonly lines: readonly UsageLine[]; readonly month: readonly UsageLine[]; readonly by: UsageGrouping }

const ForecastDayObject = builder.objectRef<Forecast['ahead'][number]>('UsageForecastDay').implement({
  description: 'A day from today to the end of the month.',
  fields: t => ({
    day: t.field({ type: 'Date', description: 'Which, UTC.', resolve: ({ day }) => day }),
    cost: t.field({
      type: Money,
      description: 'What it is going to add to what was spent.',
      resolve: ({ cost }) => cost,
    }),
  }),
})

const ForecastObject = builder.objectRef<Forecast>('UsageForecast').implement({
  description: 'What the month comes to if its days go on as the last full ones did.',
  fields: t => ({
    cost: t.field({ type: Money, description: 'At the end of the month.', resolve: ({ cost }) => cost }),
    days: t.exposeInt('days', { description: 'From how many full days it is reckoned.' }),
    ahead: t.field({
      type: [ForecastDayObject],
      description: 'Day by day; with what the month has come to they add up to `cost`.',
      resolve: ({ ahead }) => [...ahead],
    }),
  }),
})

const ReportObject = builder.objectRef<Report>('UsageReport').implement({
  description: 'What was used within a range of days.',
  fields: t => ({
    timeZone: t.string({ description: 'In which zone days and months are.', resolve: () => 'UTC' }),
    total: t.field({ type: SumObject, description: 'All of it.', resolve: ({ lines }) => sumUsage(lines) }),
    groups: t.field({
      type: [GroupObject],
      description: 'Split as asked, the dearest first.',
      resolve: ({ lines, by }, _args, context) => labelled(context, lines, by),
    }),
    days: t.field({
      type: [GroupObject],
      description: 'Day by day, as far as anything was used.',
      resolve: ({ lines }, _args, context) => labelled(context, lines, 'day'),
    }),
    runs: t.field({
      type: [RunObject],
      description: 'Investigation by investigation, the dearest first. They add up to the total.',
      resolve: ({ lines }, _args, context) => runsOf(context, lines),
    }),
    forecast: t.field({
      type: ForecastObject,
      nullable: true,
      description: 'For this month; null before three days of work are known.',
      resolve: ({ month }) => forecastMonth(month, new Date()),
    }),
    budgets: t.field({
      type: [UsageBudget],
      description: 'The budgets, and how they stand now.',
      resolve: (_report, _args, context) => budgetsOf(context),
    }),
    prices: t.field({
      type: [PriceObject],
      description: 'The price book, the newest first.',
      resolve: (_report, _args, context) => pricesOf(context),
    }),
  }),
})

const DAY_MS = 86_400_000
const mostDays = 366

const rangeOf = (from: string, to: string): { readonly at: Range } => {
  const [first, last] = [Date.parse(from), Date.parse(to)]
  if (last < first) throw failure('INVALID_INPUT', 'The range ends before it begins.')
  if (last - first >= mostDays * DAY_MS) throw failure('INVALID_INPUT', `A range has ${mostDays} days at most.`)
  return { at: { gte: new Date(first), lt: new Date(last + DAY_MS) } }
}

builder.queryField('usage', t =>
  t.field({
    type: ReportObject,
    description: 'What was used from one day to another, both included, in UTC.',
    args: {
      from: t.arg({ type: 'Date', required: true, description: 'The first day.' }),
      to: t.arg({ type: 'Date', required: true, description: 'The last day.' }),
      groupBy: t.arg({ type: GroupEnum, description: 'What to split by; the model when nothing is said.' }),
    },
    resolve: async (_root, { from, to, groupBy }, context) => {
      const now = new Date()
      const monthFrom = new Date(
        Math.min(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1), now.getTime() - 15 * DAY_MS),
      )
      const range = rangeOf(from, to)
      return {
        lines: await linesOf(context, range),
        month: await linesOf(context, { at: { gte: monthFrom } }),
        by: groupBy ?? 'model',
      }
    },
  }),
)

builder.queryField('usageCsv', t =>
  t.string({
    description:
      'The runs of the range as CSV (RFC 4180), or with `groupBy` its groups, the same as in the tables of `usage`.',
    args: {
      from: t.arg({ type: 'Date', required: true, description: 'The first day.' }),
      to: t.arg({ type: 'Date', required: true, description: 'The last day.' }),
      groupBy: t.arg({
        type: GroupEnum,
        description: 'What to split by; investigation by investigation when nothing is said.',
      }),
    },
    resolve: async (_root, { from, to, groupBy }, context) => {
      const lines = await linesOf(context, rangeOf(from, to))
      return groupBy
        ? groupsCsv(groupBy, await labelled(context, lines, groupBy))
        : runsCsv(await runsOf(context, lines))
    },
  }),
)
