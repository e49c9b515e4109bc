import type { FaultKind } from '../fault/faultKind.ts'
import { bestShift } from '../fault/reading/clock.ts'
import { worstReference } from '../fault/reading/orphans.ts'
import { bestSwap } from '../fault/reading/recode.ts'
import { scaleFit } from '../fault/reading/scaleFit.ts'
import { signalOf } from '../investigation/state.ts'
import type { Dialect, Sql } from '../measure/dialect.ts'
import type { Case } from '../measure/planned.ts'
import { referencesOf } from '../measure/references.ts'
import { literal, quote, segmentsSql, tableSql } from '../measure/sql.ts'
import { momentSql } from '../measure/timeSql.ts'
import { spanSql } from '../measure/windows.ts'
import { metricColumns } from '../metric/metric.ts'
import { addDays } from '../shared/calendar.ts'
import type { Onset, Segment } from './finding.ts'
import { markOf } from './marks/index.ts'
import { placeholderOf } from './marks/placeholder.ts'
import { scopeOf } from './metricSql.ts'
import { onsetOf } from './onset.ts'
import type { Repair } from './report.ts'

type Frame = {
  readonly state: Case
  readonly dialect: Dialect
  readonly segments: readonly Segment[]
  readonly onset: Onset | null
}

const repairs: Partial<Readonly<Record<FaultKind, (frame: Frame) => Repair | null>>> = {
  duplicatedLoad: frame => oneOfEach(frame),
  scatteredDuplicates: frame => oneOfEach(frame),
  joinFanOut: frame => oneOfEach(frame),
  lookupMiss: frame => sameKeys(frame),
  orphanKeys: frame => sameKeys(frame),
  unitChange: frame => divided(frame),
  sentinelValues: frame => emptied(frame),
  valueRecoded: frame => named(frame),
  signFlip: frame => turned(frame),
  timeZoneShift: frame => movedBack(frame),
}

/** What the rows would be, as a SELECT, where the kind of fault leaves no doubt about it; rows that never came must be loaded again, so there is none for them. */
export const repairOf = (
  state: Case,
  kind: FaultKind | null,
  { dialect, segments }: Pick<Frame, 'dialect' | 'segments'>,
): Repair | null =>
  kind === null ? null : (repairs[kind]?.({ state, dialect, segments, onset: onsetOf(state, segments) }) ?? null)

/** Rows from the onset to the last day of the anomaly, in the segments. */
const affectedRows = ({ state, dialect, segments, onset }: Frame): Sql => {
  const { focus, question, anomaly } = state
  const from = !onset ? `${question.day}T00` : onset.precision === 'hour' ? onset.at.slice(0, 13) : `${onset.at}T00`
  const span = { from, to: `${addDays(anomaly.days.at(-1) ?? question.day, 1)}T00` }
  const place = segments.length > 0 ? ` AND (${segmentsSql(segments, focus.table.columns, dialect)})` : ''
  return `FROM ${tableSql(focus.table.name)} WHERE ${spanSql(span, scopeOf(state, dialect))}${place}`
}

const watched = ({ state }: Frame) => metricColumns(state.question.metric)[0] ?? null

/** The key, the time, and the column beside what it would be. */
const beside = (
  {
    state: {
      focus: { table, timeColumn },
    },
  }: Frame,
  column: string,
  repaired: Sql,
): Sql => {
  const shown = [...new Set([...(table.primaryKey ?? []), ...(timeColumn ? [timeColumn.name] : []), column])]
  return `SELECT ${[...shown.map(quote), `${repaired} AS ${quote(`${column}_repaired`)}`].join(', ')}`
}

const oneOfEach = (frame: Frame): Repair | null => {
  const { table, timeColumn } = frame.state.focus
  const keys = signalOf(frame.state, 'keys')
  if (!keys || keys.key.length === 0) return null
  const loaded = table.columns.find(
    ({ kind, name }) => (kind === 'timestamp' || kind === 'timestamptz') && name !== timeColumn?.name,
  )
  const key = keys.key.map(quote).join(', ')
  return {
    sql:
      `SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY ${key} ORDER BY ${loaded ? quote(loaded.name) : key}) AS copy_number ` +
      `${affectedRows({ ...frame, segments: [] })}) AS r WHERE copy_number = 1`,
    note:
      `Shows one row of each ${keys.natural ? 'set of equal rows' : keys.key.join(', ')}${loaded ? `, the first by ${loaded.name}` : ''}. ` +
      'Those with copy_number 2 or more are the ones to delete.',
  }
}

/** How keys are compared once their spelling is ignored. */
const bare = (dialect: Dialect, column: Sql): Sql => dialect.unpadded(`lower(trim(${dialect.text(column)}))`)

const sameKeys = (frame: Frame): Repair | null => {
  const worst = worstReference(frame.state)
  const found = referencesOf(frame.state.focus).find(({ column }) => column === worst?.column)
  if (!worst || !found || worst.repairedShare < 0.5) return null
  const { dialect } = frame
  const [child, parent] = [`c.${quote(found.column)}`, `p.${quote(found.parentColumn)}`]
  return {
    sql:
      `SELECT ${child} AS written, ${parent} AS meant, count(*) AS row_count FROM (SELECT ${quote(found.column)} ${affectedRows(frame)}) AS c ` +
      `JOIN ${tableSql(found.parent.name)} AS p ON ${bare(dialect, child)} = ${bare(dialect, parent)} ` +
      `WHERE ${dialect.text(child)} <> ${dialect.text(parent)} GROUP BY ${child}, ${parent}`,
    note:
      `Maps each ${found.column} to the key of ${found.parent.name.name} that it means, without regard to case, spaces and leading zeros. ` +
      'Look for keys that map to two.',
  }
}

const divided = (frame: Frame): Repair | null => {
  const column = watched(frame)
  const unit = scaleFit(frame.state)?.unit
  const mark = markOf(frame.state, 'unitChange', frame.dialect)
  // Where only some of the rows came in the other unit, and nothing in them tells which, none can be mended.
  if (column === null || !unit || unit.factor === 1 || (unit.share < 1 && !mark)) return null
  return {
    sql: `${beside(frame, column, `${quote(column)} / ${Number(unit.factor.toPrecision(7))}`)} ${affectedRows(frame)}${mark ? ` AND ${mark.where}` : ''}`,
    note:
      `Divides ${column} by the factor between the two units${mark ? ', where its relation to the other columns says that it is in the wrong one' : ''}. ` +
      'Ask the source which unit it sends before you write it back.',
  }
}

const emptied = (frame: Frame): Repair | null => {
  const found = placeholderOf(frame.state)
  const mark = markOf(frame.state, 'sentinelValues', frame.dialect)
  if (!found || !mark) return null
  return {
    sql: `${beside(frame, found.column, `CASE WHEN ${mark.where} THEN NULL ELSE ${quote(found.column)} END`)} ${affectedRows(frame)} AND ${mark.where}`,
    note: `Leaves ${found.column} empty where the placeholder '${found.value}' stands. Rows that held it before the onset are not among them.`,
  }
}

const named = (frame: Frame): Repair | null => {
  const swap = bestSwap(frame.state)
  if (!swap) return null
  const column = quote(swap.column)
  return {
    sql:
      `${beside(frame, swap.column, `CASE WHEN ${column} = ${literal(swap.found)} THEN ${literal(swap.lost)} ELSE ${column} END`)} ` +
      `${affectedRows({ ...frame, segments: [] })} AND ${column} = ${literal(swap.found)}`,
    note: `Writes '${swap.found}' as '${swap.lost}' again. Ask the source first whether the two mean the same.`,
  }
}

const turned = (frame: Frame): Repair | null => {
  const column = watched(frame)
  const mark = markOf(frame.state, 'signFlip', frame.dialect)
  if (column === null || !mark) return null
  return {
    sql: `${beside(frame, column, `-${quote(column)}`)} ${affectedRows(frame)} AND ${mark.where}`,
    note: `Turns the sign of ${column} where it is the wrong one.`,
  }
}

const movedBack = (frame: Frame): Repair | null => {
  const shift = bestShift(frame.state)
  const time = frame.state.focus.timeColumn
  if (!shift || shift.lag === 0 || !time || time.kind === 'integer' || frame.segments.length === 0) return null
  const written = time.kind === 'text' ? momentSql(time, frame.dialect) : quote(time.name)
  const hours = `INTERVAL '${Math.abs(shift.lag)}' HOUR`
  return {
    sql: `${beside(frame, time.name, `${written} ${shift.lag > 0 ? '-' : '+'} ${hours}`)} ${affectedRows(frame)}`,
    note: `Moves ${time.name} back by ${Math.abs(shift.lag)} h in the rows written with the wrong clock. Rows moved beyond the day are not among them.`,
  }
}
