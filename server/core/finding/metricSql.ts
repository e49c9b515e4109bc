import { findColumn } from '../dataset/schemaContext.ts'
import type { Column } from '../dataset/table.ts'
import type { Dialect, Sql } from '../measure/dialect.ts'
import { comparable } from '../measure/kinPairs.ts'
import type { Case } from '../measure/planned.ts'
import { historyDays, watchedKey } from '../measure/series.ts'
import { columnNamed, conditionSql, countIf, quote } from '../measure/sql.ts'
import { localTimeSql, spanSql, type Span } from '../measure/windows.ts'
import { addDays } from '../shared/calendar.ts'

export const wholeDay = (day: string): Span => ({ from: `${day}T00`, to: `${addDays(day, 1)}T00` })

export const scopeOf = ({ question, focus }: Case, dialect: Dialect) => ({ question, focus, dialect })

/** A column as a number. A table upstream may hold as text what is a number later; what is none there is left out. */
export const numberSql = (column: string, dialect: Dialect, columns: readonly Column[] = []): Sql => {
  const found = columns.find(({ name }) => name === column)
  return found?.kind === 'text' ? comparable(found, 'number', dialect) : dialect.number(quote(column))
}

/** When the rows are from that the metric of a day is computed from. */
const daySpan = ({ question: { metric } }: Case, day: string): Span =>
  // What is newest on a quiet day may be from a day before it.
  metric.kind === 'freshness' ? { ...wholeDay(day), from: `${addDays(day, -historyDays)}T00` } : wholeDay(day)

/** The rows that the metric of a day is computed from. */
export const dayRows = (state: Case, day: string, dialect: Dialect): Sql =>
  spanSql(daySpan(state, day), scopeOf(state, dialect))

/** The metric as one aggregate expression over the rows of `day`. */
export const metricSql = (state: Case, day: string, dialect: Dialect): Sql => {
  const {
    question: { metric },
    focus,
  } = state
  const named = (column: string) => columnNamed(column, focus.table.columns, dialect)
  switch (metric.kind) {
    case 'rowCount':
      return 'count(*)'
    case 'nullRate':
      return `1 - count(${quote(metric.column)}) * 1e0 / nullif(count(*), 0)`
    case 'share': {
      const column = findColumn(focus.table, metric.where.column)
      return `${countIf(column ? conditionSql(metric.where, column, dialect) : 'FALSE')} * 1e0 / nullif(count(*), 0)`
    }
    case 'duplicateRate': {
      const key = watchedKey(state.question, focus).map(named)
      return `1 - ${key.length === 1 ? `count(DISTINCT ${key[0]})` : dialect.distinctRows(key)} * 1e0 / nullif(count(*), 0)`
    }
    case 'distinctCount':
      return `count(DISTINCT ${named(metric.column)})`
    case 'sum':
      return `coalesce(sum(${numberSql(metric.column, dialect, focus.table.columns)}), 0)`
    case 'average':
      return `avg(${numberSql(metric.column, dialect, focus.table.columns)})`
    case 'minimum':
      return `min(${numberSql(metric.column, dialect, focus.table.columns)})`
    case 'maximum':
      return `max(${numberSql(metric.column, dialect, focus.table.columns)})`
    case 'freshness': {
      const local = localTimeSql([daySpan(state, day)], scopeOf(state, dialect))
      const end = Date.parse(`${addDays(day, 1)}T00:00:00Z`) / 1000
      return `(${end} - max(${dialect.epoch(local, 'timestamp')})) / 3600.0`
    }
  }
}
