import type { Dialect, Sql } from '../measure/dialect.ts'
import { metricColumns } from '../metric/metric.ts'
import type { Case } from '../measure/planned.ts'
import { columnNamed, segmentSql, segmentsSql, tableSql } from '../measure/sql.ts'
import { spanSql, windowsOf } from '../measure/windows.ts'
import type { Affected } from './affected.ts'
import { lensRows } from './lensRows.ts'
import { metricSql, numberSql, scopeOf, wholeDay } from './metricSql.ts'
import type { Proof } from './report.ts'

/** The number of affected rows and their share, counted again. */
export const affectedProof = (state: Case, dialect: Dialect, affected: Affected): Proof => {
  const { rows, of } = affected
  const share = of > 0 ? Math.min(1, rows / of) : null
  return {
    id: 'affected',
    title: titles[affected.basis],
    sql: `SELECT affected, affected * 1e0 / ${of > 0 ? of : 'NULL'} AS share FROM (${countSql(state, dialect, affected)}) AS counted`,
    numbers: [
      { name: 'affected', value: rows, unit: 'count' },
      { name: 'share', value: share, unit: 'share' },
    ],
  }
}

const titles: Readonly<Record<Affected['basis'], string>> = {
  missing: 'Rows missing of those expected',
  added: 'Rows beyond those expected',
  copies: 'Rows beyond the first of each key',
  flagged: 'Rows that the metric counts, beyond the usual',
  marked: 'Rows that show the fault, beyond the usual',
  segment: 'Rows affected',
}

/** A query that gives one number, `affected`. */
const countSql = (state: Case, dialect: Dialect, affected: Affected): Sql => {
  const { question, anomaly, focus } = state
  const scope = scopeOf(state, dialect)
  const from = `FROM ${tableSql(focus.table.name)} WHERE`
  const day = spanSql(wholeDay(question.day), scope)
  const window = windowsOf(question, anomaly)
    .alert.map(span => `(${spanSql(span, scope)})`)
    .join(' OR ')
  const inside = segmentsSql(affected.segments, focus.table.columns, dialect)
  switch (affected.basis) {
    case 'missing':
    case 'added':
      return `SELECT round(abs(count(*) - ${affected.usual})) AS affected ${from} ${day}`
    case 'copies': {
      const key = affected.key.map(name => columnNamed(name, focus.table.columns, dialect)).join(', ')
      return `SELECT sum(c - 1) AS affected FROM (SELECT count(*) AS c ${from} ${window} GROUP BY ${key}) AS g`
    }
    case 'marked':
      return `SELECT round(abs(count(*) - ${affected.usual})) AS affected ${from} (${window}) AND (${inside}) AND ${affected.where ?? 'TRUE'}`
    case 'flagged': {
      if (affected.day)
        return `SELECT round(abs(${metricSql(state, question.day, dialect)} - ${anomaly.expected}) * count(*)) AS affected ${from} ${day}`
      const [rows, count] = [lensRows(state, dialect, affected.segments), flagged(state, dialect, affected)]
      return `WITH r AS (${rows}) SELECT round(abs(${count} - ${affected.usual})) AS affected FROM r WHERE our_window = 0`
    }
    case 'segment': {
      if (affected.day) return `SELECT count(*) AS affected ${from} ${day}`
      const [column] = metricColumns(question.metric)
      const x = column === undefined ? '1' : numberSql(column, dialect)
      const counted = affected.segments.map(
        segment => `count(CASE WHEN ${segmentSql(segment, focus.table.columns, dialect)} THEN ${x} END)`,
      )
      return `SELECT ${counted.join(' + ')} AS affected ${from} ${window}`
    }
  }
}

/** Each segment summed by itself, as the search counts them. */
const flagged = ({ focus }: Case, dialect: Dialect, { segments }: Affected): Sql =>
  segments.length === 0
    ? 'sum(our_flag)'
    : segments
        .map(segment => `sum(CASE WHEN ${segmentSql(segment, focus.table.columns, dialect)} THEN our_flag ELSE 0 END)`)
        .join(' + ')
