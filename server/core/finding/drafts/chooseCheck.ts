import { worstReference } from '../../fault/reading/orphans.ts'
import { signalOf } from '../../investigation/state.ts'
import type { Focus } from '../../dataset/focus.ts'
import { findColumn } from '../../dataset/schemaContext.ts'
import type { FaultKind } from '../../fault/faultKind.ts'
import type { Dialect } from '../../measure/dialect.ts'
import { watchedKey } from '../../measure/series.ts'
import type { Case } from '../../measure/planned.ts'
import { referencesOf } from '../../measure/references.ts'
import { conditionSql } from '../../measure/sql.ts'
import { bestSwap } from '../../fault/reading/recode.ts'
import { conditionText } from '../../metric/describe.ts'
import { metricColumns } from '../../metric/metric.ts'
import { placeWhere } from '../affected.ts'
import { markOf } from '../marks/index.ts'
import type { Check } from './check.ts'
import {
  accepted,
  aggregateBetween,
  distinctBetween,
  everyHour,
  filled,
  fresh,
  known,
  rowsBetween,
  shareBetween,
  unique,
} from './checks.ts'
import { localSql, momentSql } from '../../measure/timeSql.ts'
import { zoneInstant } from '../../shared/zone.ts'

/** The check that the kind of fault calls for, where it calls for another than its metric does. */
const byKind: Partial<Readonly<Record<FaultKind, (state: Case, dialect: Dialect) => Check | null>>> = {
  duplicatedLoad: state => copies(state),
  scatteredDuplicates: state => copies(state),
  joinFanOut: state => copies(state),
  lookupMiss: state => keys(state),
  orphanKeys: state => keys(state),
  valueRecoded: state => values(state, bestSwap(state)?.column),
  sentinelValues: (state, dialect) => marked(state, 'sentinelValues', dialect),
  signFlip: (state, dialect) => marked(state, 'signFlip', dialect),
  missingSlice: (state, dialect) => hours(state, dialect),
  partialLoad: ({ focus }, dialect) => newest(focus, dialect, 2),
}

/** The tools' own words for it want a column of time, and take no text for one. */
const newest = ({ table, timeColumn }: Focus, dialect: Dialect, hours: number): Check | null =>
  timeColumn &&
  fresh(
    table,
    { time: momentSql(timeColumn, dialect), column: timeColumn.kind === 'text' ? null : timeColumn.name },
    hours,
  )

/** The one check that would have caught it on its first day; null where nothing is to be caught. */
export const chooseCheck = (state: Case, kind: FaultKind | null, dialect: Dialect): Check | null =>
  (kind === null ? null : byKind[kind]?.(state, dialect)) ?? byMetric(state, dialect)

const byMetric = (state: Case, dialect: Dialect): Check | null => {
  const {
    question: { metric },
    anomaly: { low, high },
    focus: { table },
  } = state
  switch (metric.kind) {
    case 'rowCount':
      return rowsBetween(table, { low, high })
    case 'nullRate':
      return filled(table, metric.column, high)
    case 'duplicateRate':
      return unique(table, watchedKey(state.question, state.focus))
    case 'distinctCount':
      return values(state, metric.column) ?? distinctBetween(table, metric.column, { low, high })
    case 'sum':
    case 'average':
    case 'minimum':
    case 'maximum':
      return aggregateBetween(table, { kind: metric.kind, column: metric.column, low, high })
    case 'freshness':
      return newest(state.focus, dialect, high)
    case 'share': {
      const column = findColumn(table, metric.where.column)
      const words = { name: `${metric.where.column}_share`, says: `${conditionText(metric.where)} holds for a share` }
      return column && shareBetween(table, conditionSql(metric.where, column), { low, high, ...words })
    }
  }
}

const copies = (state: Case): Check | null => {
  const key = signalOf(state, 'keys')?.key ?? []
  return key.length > 0 ? unique(state.focus.table, key) : null
}

const keys = (state: Case): Check | null => {
  const worst = worstReference(state)
  const found = referencesOf(state.focus).find(({ column }) => column === worst?.column)
  return found
    ? known(state.focus.table, { column: found.column, parent: found.parent.name, parentColumn: found.parentColumn })
    : null
}

const mostValues = 30

/** The values of the normal days, where they are a list and all of them were read. */
const values = (state: Case, column: string | undefined): Check | null => {
  const found = signalOf(state, 'values')?.columns.find(item => item.column === column)
  if (!found || found.distinct.normal > Math.min(mostValues, found.values.length)) return null
  const usual = found.values.flatMap(({ value, rows }) => (value !== null && rows.normal > 0 ? [value] : []))
  return usual.length > 0 ? accepted(state.focus.table, found.column, usual.toSorted()) : null
}

/** No more rows like the marked ones than twice as many as usual. */
const marked = (state: Case, kind: FaultKind, dialect: Dialect): Check | null => {
  const mark = markOf(state, kind, dialect)
  const rows = signalOf(state, 'series')?.rows.alert ?? 0
  const [column] = metricColumns(state.question.metric)
  if (!mark || rows <= 0 || column === undefined || mark.rows <= 2 * mark.usual) return null
  const where = [placeWhere(mark.segments), mark.where].filter(part => part !== null).join(' AND ')
  const words = { name: `${column}_plausible`, says: `${where.replaceAll('"', '')} holds for a share` }
  return shareBetween(state.focus.table, where, { low: 0, high: (2 * mark.usual) / rows, ...words })
}

const fewestRows = 3

/** The hours of the day that normally have rows. */
const hours = ({ focus, question, ...state }: Case, dialect: Dialect): Check | null => {
  const usual = (signalOf({ ...state, focus, question }, 'series')?.hours ?? []).filter(
    ({ at, expectedRows }) => at.startsWith(question.day) && (expectedRows ?? 0) >= fewestRows,
  )
  const time = focus.timeColumn
  if (!time || time.kind === 'date' || usual.length === 0) return null
  // Tests run from the alert's day on.
  const from = zoneInstant(`${question.day}T00`, question.timeZone)
  const local = localSql(time, { zone: question.timeZone, from, to: null }, dialect)
  return everyHour(focus.table, dialect.truncated('hour', local), usual.length)
}
