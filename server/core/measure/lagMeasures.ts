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
/** Hours after which a row is late: a day and a half, for no nightly load takes as long; less where none of the usual loads takes that. */
const lateHours = { nightly: 36, prompt: 18 }
type Load = keyof typeof lateHours
const loads = Object.keys(lateHours) as readonly Load[]
/** Share of rows above which a table is none whose rows come within hours. */
const mostSlow = 0.002
const isLate = (lag: Sql, hours: number) => `${lag} > ${hours * 3600}`
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

/** The condition behind the share of rows that are late by that time, by as many hours; null in a table without a time. */
export const lateSql = (
  { focus: { timeColumn }, question }: Case,
  { column, hours = lateHours.nightly }: { readonly column: Column; readonly hours: number | undefined },
  dialect: Dialect,
): Sql | null => (timeColumn === null ? null : isLate(lagSql(readIn(column, question), timeColumn, dialect), hours))

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
    const when = `CASE WHEN ${isLate(lag, lateHours.nightly)} THEN ${at} END`
    // A date has no hour, and a text may have none: it is early from the day before on.
    const early = column.kind === 'date' || column.kind === 'text' ? earlyBefore - 86_400 : earlyBefore
    return [
      `count(${lag}) AS j_l${index}`,
      ...loads.map(load => `${countIf(isLate(lag, lateHours[load]))} AS j_late_${load}${index}`),
      // A row that was late by itself is no part of what was delivered together.
      `${dialect.quantile(when, 0.9)} - ${dialect.quantile(when, 0.1)} AS j_span${index}`,
      `${countIf(`${lag} < ${early}`)} AS j_early${index}`,
      `${countIf(`abs(${lag}) < 0.001`)} AS j_same${index}`,
      `${countIf(`${lag} < -${lateHours.nightly * 3600}`)} AS j_past${index}`,
      `${dialect.quantile(lag, 0.5)} AS j_middle${index}`,
      `${dialect.quantile(lag, 0.75)} - ${dialect.quantile(lag, 0.25)} AS j_spread${index}`,
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
    const hours = (name: string): Pair => ({
      alert: (alert?.number(`j_${name}${index}`) ?? 0) / 3600,
      normal: (normal?.number(`j_${name}${index}`) ?? 0) / 3600,
    })
    const load: Load = pair('late_prompt').normal <= mostSlow ? 'prompt' : 'nightly'
    const span = alert?.number(`j_span${index}`) ?? null
    return [
      {
        column: column.name,
        rows: alert?.count(`j_l${index}`) ?? 0,
        hours: hours('middle'),
        spread: hours('spread'),
        late: pair(`late_${load}`),
        lateHours: lateHours[load],
        early: pair('early'),
        same: pair('same'),
        past: pair('past'),
        batchHours: span === null ? null : span / 3600,
      },
    ]
  })
}
