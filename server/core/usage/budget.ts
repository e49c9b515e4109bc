import { moneyText, CURRENCY, type Micros } from './money.ts'

/** Over what a budget reaches; days and months are UTC's. */
export type BudgetPeriod = 'case' | 'day' | 'month'

/** Whose work a budget bounds: all of the tenant, what is asked of one data source, or one team's investigations. */
export type BudgetOf = 'tenant' | 'dataSource' | 'team'

/** A limit, and how it stands. `committed` is what queries and calls of models on their way may still cost. */
export type BudgetStanding = {
  readonly scope: string
  readonly of: BudgetOf
  readonly period: BudgetPeriod
  /** The day, the month, or the case's id. */
  readonly span: string
  readonly limit: Micros
  readonly spent: Micros
  readonly committed: Micros
}

/** When a budget speaks up, in per cent. */
export const LEVELS = [50, 80, 100] as const
export type BudgetLevel = (typeof LEVELS)[number]

/** The levels that it has reached; a budget of nothing has reached them all. */
export const levelsReached = ({ limit, spent }: Pick<BudgetStanding, 'limit' | 'spent'>): readonly BudgetLevel[] =>
  LEVELS.filter(level => spent * 100n >= limit * BigInt(level))

const lasting = [100, 80] as const

/** The highest level that a page goes on telling of until the period ends or the limit is raised; null below it. */
export const lastingLevel = (standing: Pick<BudgetStanding, 'limit' | 'spent'>): BudgetLevel | null => {
  const reached = levelsReached(standing)
  return lasting.find(level => reached.includes(level)) ?? null
}

/** When the day or the month ends, UTC. */
export const endOfPeriod = (period: 'day' | 'month', now: Date): Date =>
  new Date(
    period === 'day'
      ? Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1)
      : Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1),
  )

/** The first budget that is used up, counting what is on its way. */
export const usedUp = (standings: readonly BudgetStanding[]): BudgetStanding | null =>
  standings.find(({ limit, spent, committed }) => spent + committed >= limit) ?? null

const spans: Readonly<Record<BudgetPeriod, string>> = {
  case: 'for one investigation',
  day: 'of today',
  month: 'of this month',
}

const owners: Readonly<Record<BudgetOf, string>> = {
  tenant: '',
  dataSource: 'of the data source ',
  team: 'of the team ',
}

/** The budget in words: 'the budget of the team of this month (20.00 USD)'. */
export const budgetText = ({ period, of, limit }: Pick<BudgetStanding, 'period' | 'of' | 'limit'>): string =>
  `the budget ${owners[of]}${spans[period]} (${moneyText(limit)} ${CURRENCY})`

/** The budget that has least left, counting what is on its way. */
export const tightest = (standings: readonly BudgetStanding[]): BudgetStanding | null => {
  const left = ({ limit, spent, committed }: BudgetStanding) => limit - spent - committed
  return standings.reduce<BudgetStanding | null>(
    (least, each) => (least === null || left(each) < left(least) ? each : least),
    null,
  )
}

/** A budget that stopped a case, as a fact: amounts as text, so that nothing is rounded. */
export type BudgetStop = {
  readonly period: BudgetPeriod
  readonly of: BudgetOf
  readonly limit: string
  readonly spent: string
  readonly message: string
}

const stopOf = (standing: BudgetStanding, why: string): BudgetStop => ({
  period: standing.period,
  of: standing.of,
  limit: moneyText(standing.limit),
  spent: moneyText(standing.spent),
  message: `Stopped early: ${why}. What was measured until then stands; an admin can raise the limit.`,
})

export const budgetStop = (standing: BudgetStanding): BudgetStop =>
  stopOf(standing, `${budgetText(standing)} is used up`)

/** A query that would have taken longer than what is left of a budget lets it (ms). */
export const cutShort = (standing: BudgetStanding, ms: number): BudgetStop =>
  stopOf(
    standing,
    `what is left of ${budgetText(standing)} lets a query take ${(ms / 1000).toFixed(1)} seconds, and one would have taken longer`,
  )
