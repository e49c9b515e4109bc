import { isTimeColumn, isTimeText, readIn } from '../dataset/timeColumn.ts'
import type { Column } from '../dataset/table.ts'
import type { Row } from './answerRows.ts'
import type { Dialect, Sql } from './dialect.ts'
import type { Case } from './planned.ts'
import type { JointProfile } from './signal.ts'
import type { Pair } from './pair.ts'
import { countIf } from './sql.ts'
import { epochSql } from './timeSql.ts'

const mostTimes = 3
/** A row is late from a day and a half after it happened: no hourly or nightly load takes as long. */
const lateAfter = 129_600
/** Clocks differ by minutes and dates have no hour, so a row is early, before it happened, from an hour on. */
const earlyBefore = -3600

/** Other times of a row: of its load, its change, its order. Texts that are named like times come last: what tells none is no lag. */
const timesOf = ({ focus: { table, timeColumn }, question }: Case): readonly Column[] => {
  if (timeColumn === null) return []
  const others = table.columns.filter(({ name }) => name !== timeColumn.name)
  const texts = others.filter(isTimeText).map(column => readIn(column, question))
  return [...others.filter(isTimeColumn), ...texts].slice(0, mostTimes)
}

const lagSql = (column: Column, time: Column, dialect: Dialect): Sql =>
  `(${epochSql(column, dialect)} - ${epochSql(time, dialect)})`

/** The condition behind the share of late rows by that time; null in a table without a time. */
export const lateSql = ({ focus: { timeColumn }, question }: Case, column: Column, dialect: Dialect): Sql | null =>
  timeColumn === null ? null : `${lagSql(readIn(column, question), timeColumn, dialect)} > ${lateAfter}`

/** Of each row, its other times, and how far each is from the one that places the row. */
export const lagColumns = (state: Case, dialect: Dialect): readonly Sql[] => {
  const time = state.focus.timeColumn
  if (!time) return []
  return timesOf(state).flatMap((column, index) => [
    `${epochSql(column, dialect)} AS our_at${index}`,
    `${lagSql(column, time, dialect)} AS our_lag${index}`,
  ])
}

/** The measures of these lags. */
export const lagMeasures = (state: Case, dialect: Dialect): readonly Sql[] => {
  if (!state.focus.timeColumn) return []
  return timesOf(state).flatMap((column, index) => {
    const [at, lag] = [`our_at${index}`, `our_lag${index}`]
    const late = `CASE WHEN ${lag} > ${lateAfter} THEN ${at} END`
    // A date has no hour, and a text may have none: it is early from the day before on.
    const early = column.kind === 'date' || column.kind === 'text' ? earlyBefore - 86_400 : earlyBefore
    return [
      `count(${lag}) AS j_l${index}`,
      `${countIf(`${lag} > ${lateAfter}`)} AS j_late${index}`,
      `${countIf(`${lag} < ${early}`)} AS j_early${index}`,
      `${countIf(`abs(${lag}) < 0.001`)} AS j_same${index}`,
      `${countIf(`${lag} < -${lateAfter}`)} AS j_past${index}`,
      `${dialect.quantile(lag, 0.5)} AS j_middle${index}`,
      // A row that was late by itself is no part of what was delivered together.
      `${dialect.quantile(late, 0.9)} - ${dialect.quantile(late, 0.1)} AS j_span${index}`,
    ]
  })
}

export const readLags = (
  state: Case,
  { alert, normal }: { alert: Row | undefined; normal: Row | undefined },
): JointProfile['lags'] => {
  const share = (row: Row | undefined, name: string, index: number) =>
    row && row.count(`j_l${index}`) > 0 ? row.count(`j_${name}${index}`) / row.count(`j_l${index}`) : 0
  return timesOf(state).flatMap((column, index) => {
    const pair = (name: string): Pair => ({ alert: share(alert, name, index), normal: share(normal, name, index) })
    if ((alert?.count(`j_l${index}`) ?? 0) === 0 || (normal?.count(`j_l${index}`) ?? 0) === 0) return []
    const middle = (row: Row | undefined) => (row?.number(`j_middle${index}`) ?? 0) / 3600
    const span = alert?.number(`j_span${index}`) ?? null
    return [
      {
        column: column.name,
        rows: alert?.count(`j_l${index}`) ?? 0,
        hours: { alert: middle(alert), normal: middle(normal) },
        late: pair('late'),
        early: pair('early'),
        same: pair('same'),
        past: pair('past'),
        batchHours: span === null ? null : span / 3600,
      },
    ]
  })
}
