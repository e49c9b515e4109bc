import { segmentsText } from '../fault/reading/text.ts'
import type { Column } from '../dataset/table.ts'
import { metricColumns } from '../metric/metric.ts'
import type { Dialect, Sql } from '../measure/dialect.ts'
import type { Case, PlannedQuery } from '../measure/planned.ts'
import { columnNamed, quote, segmentsSql, tableSql } from '../measure/sql.ts'
import { spanSql, windowsOf, type Span } from '../measure/windows.ts'
import { dayText } from '../shared/calendar.ts'
import { affectedOf, placedCauses, type Affected } from './affected.ts'
import type { Finding, Segment } from './finding.ts'
import { numberSql, scopeOf } from './metricSql.ts'

/** The affected rows, and good ones to hold beside them: of the same segments before, or of all rows where the segments are new. */
export type RowQueries = { readonly bad: PlannedQuery; readonly good: PlannedQuery; readonly same: boolean }

export const mostRows = 20
const mostColumns = 12

const opaque = new Set<Column['kind']>(['json', 'binary', 'other'])

/** The columns shown: keys, time, segments and the watched ones first, then the others in the order of the table. */
const shownColumns = (
  { focus: { table, timeColumn }, question }: Case,
  segments: readonly Segment[],
): readonly string[] => {
  const first = [
    ...(table.primaryKey ?? []),
    ...(timeColumn ? [timeColumn.name] : []),
    ...segments.flatMap(segment => segment.map(({ column }) => column)),
    ...metricColumns(question.metric),
  ]
  const plain = table.columns.filter(({ kind }) => !opaque.has(kind)).map(({ name }) => name)
  return [...new Set([...first, ...plain])].slice(0, mostColumns)
}

/** Null where no row can be pointed at, because rows are missing or all of the table grew, and where none are to be shown. */
export const rowQueries = (state: Case, finding: Finding, dialect: Dialect): RowQueries | null => {
  if (finding.conclusion === 'noAnomaly' || state.focus.withoutRows === true) return null
  const kind = finding.conclusion === 'causeFound' ? finding.cause : null
  const affected = affectedOf(state, { kind, segments: finding.segments, dialect })
  const sides = affected && sidesOf(state, dialect, affected)
  if (!affected || !sides) return null
  const { place, before, same } = sides
  return {
    bad: {
      purpose: `Affected rows${place} on ${dayText(state.question.day)}`,
      maxRows: mostRows,
      sql: `${sides.bad} LIMIT ${mostRows}`,
    },
    good: { purpose: `Rows ${before}`, maxRows: mostRows, sql: `${sides.good} LIMIT ${mostRows}` },
    same,
  }
}

type Sides = {
  readonly bad: Sql
  readonly good: Sql
  readonly place: string
  readonly before: string
  readonly same: boolean
}

const fewestBefore = 20

const sidesOf = (state: Case, dialect: Dialect, affected: Affected): Sides | null => {
  const { segments } = affected
  const known = placedCauses(state, segments).every(({ rows }) => rows.normal >= fewestBefore)
  const place = segments.length > 0 ? ` of ${segmentsText(segments)}` : ''
  const day = windowsOf(state.question, state.anomaly).normal[0]?.from.slice(0, 10)
  const before =
    day === undefined
      ? 'that are as they should be'
      : `${known ? place.slice(1) : ''} on ${dayText(day)}, a normal day`.trim()
  const told = { place, same: known, before }
  const frame: Frame = {
    state,
    dialect,
    affected,
    inside: segments,
    before: known ? segments : [],
    columns: shownColumns(state, segments),
  }
  switch (affected.basis) {
    case 'missing':
      return null
    case 'added':
      return segments.length > 0 ? { ...told, ...plainRows(frame, 'TRUE', 'TRUE') } : null
    case 'segment':
      return { ...told, ...valuedRows(frame) }
    case 'marked':
    case 'flagged':
    case 'copies':
      if (affected.key.length > 0) return { ...told, ...copiedRows(frame) }
      return affected.where === null
        ? null
        : { ...told, ...plainRows(frame, affected.where, `NOT (${affected.where})`) }
  }
}

type Frame = {
  readonly state: Case
  readonly dialect: Dialect
  readonly affected: Affected
  readonly inside: readonly Segment[]
  readonly before: readonly Segment[]
  readonly columns: readonly string[]
}

/** All rows where the table has no time. */
const spansSql = ({ state, dialect }: Frame, spans: readonly Span[]): Sql =>
  spans.length === 0 ? 'TRUE' : `(${spans.map(span => `(${spanSql(span, scopeOf(state, dialect))})`).join(' OR ')})`

const plainRows = (frame: Frame, bad: Sql, good: Sql) => {
  const {
    state: { question, anomaly, focus },
    dialect,
    inside,
    before,
    columns,
  } = frame
  const windows = windowsOf(question, anomaly)
  const rows = (spans: readonly Span[], segments: readonly Segment[], where: Sql) =>
    `SELECT ${columns.map(quote).join(', ')} FROM ${tableSql(focus.table.name)} ` +
    `WHERE ${spansSql(frame, spans)} AND (${segmentsSql(segments, focus.table.columns, dialect)}) AND ${where}`
  return { bad: rows(windows.alert, inside, bad), good: rows(windows.normal.slice(0, 1), before, good) }
}

const valuedRows = (frame: Frame) => {
  const [column] = metricColumns(frame.state.question.metric)
  const filled = column === undefined ? 'TRUE' : `${numberSql(column, frame.dialect)} IS NOT NULL`
  return plainRows(frame, filled, filled)
}

/** Copies stand beside each other. */
const copiedRows = (frame: Frame) => {
  const {
    state: { question, anomaly, focus },
    affected,
    columns,
  } = frame
  const key = affected.key.map(name => columnNamed(name, focus.table.columns, frame.dialect)).join(', ')
  const names = [...new Set([...columns, ...affected.key])].map(quote).join(', ')
  const { alert } = windowsOf(question, anomaly)
  return {
    bad:
      `SELECT ${columns.map(quote).join(', ')} FROM (` +
      `SELECT ${names}, count(*) OVER (PARTITION BY ${key}) AS copies_in_window FROM ${tableSql(focus.table.name)} WHERE ${spansSql(frame, alert)}) AS r WHERE copies_in_window > 1 ORDER BY ${key}`,
    good: plainRows(frame, 'TRUE', 'TRUE').good,
  }
}
