import type { Dialect, Sql } from './dialect.ts'

/** `dialect` writes the aggregates, `from` gives the relation they are taken from; in this order, because quantiles ask for ranks. */
export type Ranked = { readonly dialect: Dialect; readonly from: (relation: Sql) => Sql }

/** Lets aggregates over groups of the columns `by` ask for quantiles where the data source has no such aggregate: its rows are ranked first. */
export const withRanks = (dialect: Dialect, by: readonly Sql[]): Ranked => {
  if (!dialect.ranksQuantiles) return { dialect, from: relation => relation }
  const ranked: Sql[] = []
  const quantile = (expression: Sql, p: number): Sql => {
    if (!ranked.includes(expression)) ranked.push(expression)
    return quantileByRank(expression, p, { index: ranked.indexOf(expression), number: dialect.number })
  }
  return {
    dialect: { ...dialect, quantile },
    from: relation =>
      ranked.length === 0
        ? relation
        : `(SELECT ${relation}.*, ${ranked.map((expression, index) => rankColumns(expression, index, by)).join(', ')} FROM ${relation}) AS ranked`,
  }
}

const rankColumns = (expression: Sql, index: number, by: readonly Sql[]): Sql => {
  const group = by.join(', ')
  return (
    `row_number() OVER (PARTITION BY ${group}, CASE WHEN ${expression} IS NULL THEN 1 ELSE 0 END ORDER BY ${expression}) AS our_rank${index}, ` +
    `count(${expression}) OVER (PARTITION BY ${group}) AS our_ranks${index}`
  )
}

/** Continuous: between the two ranked values around the place. */
const quantileByRank = (
  expression: Sql,
  p: number,
  { index, number }: { index: number; number: Dialect['number'] },
): Sql => {
  const place = number(`${p} * (our_ranks${index} - 1)`)
  const at = (side: 'floor' | 'ceil') =>
    `max(CASE WHEN our_rank${index} = ${side}(${place}) + 1 THEN ${expression} END)`
  return `${at('floor')} + (${at('ceil')} - ${at('floor')}) * max(${place} - floor(${place}))`
}
