import type { Focus } from '../dataset/focus.ts'
import type { Column } from '../dataset/table.ts'
import { findColumn } from '../dataset/schemaContext.ts'
import type { Question } from '../metric/question.ts'
import { addDays } from '../shared/calendar.ts'
import { candidateColumns } from './dimensions.ts'
import type { Dialect, Sql } from './dialect.ts'
import { groupedBySets } from './groupedBySets.ts'
import type { PlannedQuery } from './planned.ts'
import { columnNamed, columnSql, conditionSql, countIf, quote, selected, tableSql } from './sql.ts'
import { readOnce } from './timeSql.ts'
import { undatedMeasures } from './undated.ts'
import { localTimeSql, spanSql } from './windows.ts'

/** Days of history read before the alert's day. */
export const historyDays = 60
/** Days read after it, to tell a load that is late from rows that moved. */
export const laterDays = 2

/** The key whose repeats count as duplicates: the metric's columns, else the declared key. */
export const watchedKey = (question: Question, focus: Focus): readonly string[] =>
  question.metric.kind === 'duplicateRate' && question.metric.columns.length > 0
    ? question.metric.columns
    : (focus.table.primaryKey ?? [])

/** The aggregates that give the metric of a group of rows; see `metricOf` for how they are read. */
const metricAggregates = (question: Question, focus: Focus, dialect: Dialect): readonly Sql[] => {
  const { metric } = question
  const named = (column: string) => columnNamed(column, focus.table.columns, dialect)
  switch (metric.kind) {
    case 'rowCount':
    case 'freshness':
      return []
    case 'nullRate':
      return [`${countIf(`${quote(metric.column)} IS NULL`)} AS k`]
    case 'share': {
      const column = findColumn(focus.table, metric.where.column)
      return [`${column ? countIf(conditionSql(metric.where, column, dialect)) : '0'} AS k`]
    }
    case 'distinctCount':
      return [`count(DISTINCT ${named(metric.column)}) AS d`]
    case 'duplicateRate': {
      const key = watchedKey(question, focus).map(named)
      return [`${key.length === 1 ? `count(DISTINCT ${key[0]})` : dialect.distinctRows(key)} AS d`]
    }
    case 'sum':
    case 'average':
    case 'minimum':
    case 'maximum': {
      const x = dialect.number(quote(metric.column))
      return [
        `count(${x}) AS c`,
        `sum(${x}) AS s`,
        `sum(${x} * ${x}) AS q`,
        `sum(abs(${x})) AS z`,
        `min(${x}) AS lo`,
        `max(${x}) AS hi`,
      ]
    }
  }
}

const needed = (question: Question, focus: Focus): readonly string[] => {
  const { metric } = question
  switch (metric.kind) {
    case 'rowCount':
    case 'freshness':
      return []
    case 'duplicateRate':
      return watchedKey(question, focus)
    case 'share':
      return [metric.where.column]
    default:
      return [metric.column]
  }
}

/** Candidate dimensions whose cardinality the data source's statistics do not know. */
const unknownDimensions = (question: Question, focus: Focus): readonly Column[] =>
  candidateColumns(focus, question.metric).filter(({ distinctEstimate }) => distinctEstimate === null)

/** One scan: the metric by local hour and by day for sixty days, and the cardinality of the dimensions on the day and a week before. */
export const seriesQuery = (question: Question, focus: Focus, dialect: Dialect): PlannedQuery =>
  readOnce(focus, dialect, told => plannedSeries(question, told, dialect))

const plannedSeries = (question: Question, focus: Focus, dialect: Dialect): PlannedQuery => {
  const time = focus.timeColumn
  const aggregates = metricAggregates(question, focus, dialect)
  if (!time) {
    const dimensions = candidateColumns(focus, question.metric).map(
      (column, index) =>
        `${dialect.distinct(columnSql(column, dialect), { where: null, counts: 1, rows: null })} AS a${index}`,
    )
    return {
      purpose: `${focus.table.name.name} as a whole`,
      maxRows: 1,
      sql: `SELECT ${['count(*) AS n', ...aggregates, ...dimensions].join(', ')} FROM ${tableSql(focus.table.name)}`,
    }
  }
  const dimensions = unknownDimensions(question, focus)
  const day = (offset: number) => ({
    from: `${addDays(question.day, offset)}T00`,
    to: `${addDays(question.day, offset + 1)}T00`,
  })
  const scope = { question, focus, dialect }
  const span = { from: `${addDays(question.day, -historyDays)}T00`, to: `${addDays(question.day, laterDays + 1)}T00` }
  const local = localTimeSql([span], scope)
  const columns = [...new Set([...needed(question, focus), ...dimensions.map(({ name }) => name)])].map(name =>
    selected(name, focus.table.columns, dialect),
  )
  const inner = [
    `${dialect.truncated('hour', local)} AS our_hour`,
    `${dialect.truncated('day', local)} AS our_day`,
    `${local} AS our_time`,
    `CASE WHEN ${spanSql(day(0), scope)} THEN 0 WHEN ${spanSql(day(-7), scope)} THEN 1 END AS our_sample`,
    ...columns,
  ]
  const sizes = dimensions.flatMap(({ name }, index) =>
    [0, 1].map(
      sample =>
        `${dialect.distinct(quote(name), { where: `our_sample = ${sample}`, counts: 2 * dimensions.length, rows: focus.table.rowEstimate })} AS ${'ab'[sample]}${index}`,
    ),
  )
  const undated = undatedMeasures(
    focus,
    [addDays(question.day, -historyDays), addDays(question.day, laterDays)],
    dialect,
  )
  const grouped = groupedBySets(
    {
      from: 'r',
      columns: ['our_hour', 'our_day'],
      sets: [['our_hour'], ['our_day'], []],
      aggregates: ['count(*) AS n', 'max(our_time) AS latest', ...aggregates, ...sizes, ...undated],
    },
    dialect,
  )
  return {
    purpose: `The metric by hour and day, ${historyDays} days back`,
    maxRows: (historyDays + laterDays + 1) * 26 + 10,
    sql: `WITH r AS (SELECT ${inner.join(', ')} FROM ${tableSql(focus.table.name)} WHERE ${spanSql(span, scope)}) ${grouped}`,
  }
}

export { unknownDimensions }
