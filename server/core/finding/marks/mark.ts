import type { Dialect, Sql } from '../../measure/dialect.ts'
import { locatedSegments } from '../../measure/located.ts'
import type { Case } from '../../measure/planned.ts'
import type { ColumnProfile } from '../../measure/signal.ts'
import type { Pair } from '../../measure/pair.ts'
import type { Segment } from '../finding.ts'

/** Rows that show the fault by their own values: the condition, the segments it is counted in, how many there are in the window, and how many of them are usual. */
export type Mark = {
  readonly where: Sql
  readonly segments: readonly Segment[]
  readonly rows: number
  readonly usual: number
}

/** Null where nothing in a row tells it; the condition is spelled for the data source. */
export type Marker = (state: Case, dialect: Dialect) => Mark | null

/** So many of the alert's rows inside the located segments could hold the mark; the rate says how many do, and usually would. */
export const countedOf = (state: Case, rows: number, rate: Pair): Omit<Mark, 'where'> => ({
  segments: locatedSegments(state),
  rows: Math.round(rows * rate.alert),
  usual: rows * rate.normal,
})

/** A rate among the values of a column. */
export const counted = (state: Case, { rows, nullRate }: ColumnProfile, rate: Pair) =>
  countedOf(state, rows.alert * (1 - nullRate.alert), rate)
