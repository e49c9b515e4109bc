import type { Dialect, Sql } from './dialect.ts'

/** `dialect` writes the aggregates, `from` gives the relation they are taken from; in this order, because quantiles ask for ranks. */
export type Ranked = { readonly dialect: Dialect; readonly from: (relation: Sql) => Sql }

/** Lets aggregates over groups of the columns `by` ask for quantiles where the data source has no such aggregate: its rows are ranked first. */
export const withRanks = (dialect: Dialect, by: readonly Sql[]): Ranked => {
  if (!dialect.ranksQuantiles) return { dialect, from: relation => relation }
  const ranked: Sql[] = []
  const quantile = (expression: Sql, p: number): Sql => {
    if (!ranked.includes(expression)) ranked.push(expression)
    return quantileByRank(ranked.indexOf(expression), p)
  }
  return {
    dialect: { ...dialect, quantile },
    from: relation =>
      ranked.length === 0
        ? relation
        : `(SELECT our_told.*, ${ranked.map((_, index) => rankColumns(index, by)).join(', ')} ` +
          `FROM (SELECT ${relation}.*, ${ranked.map((expression, index) => `${expression} AS our_of${index}`).join(', ')} FROM ${relation}) AS our_told) AS ranked`,
  }
}

const rankColumns = (index: number, by: readonly Sql[]): Sql => {
  const [group, of] = [by.join(', '), `our_of${index}`]
  return (
    `row_number() OVER (PARTITION BY ${group}, CASE WHEN ${of} IS NULL THEN 1 ELSE 0 END ORDER BY ${of}) AS our_rank${index}, ` +
    `count(${of}) OVER (PARTITION BY ${group}) AS our_ranks${index}`
  )
}

/** Continuous: the two ranked values around the place, each by how near it is; all others are a rank or more away and count nothing. */
const quantileByRank = (index: number, p: number): Sql => {
  const away = `abs(our_rank${index} - 1 - ${p} * (our_ranks${index} - 1))`
  return `sum(CASE WHEN ${away} < 1 THEN our_of${index} * (1 - ${away}) END)`
}
