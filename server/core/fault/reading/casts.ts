import { findColumn } from '../../dataset/schemaContext.ts'
import type { ColumnKind, TableName } from '../../dataset/table.ts'
import { signalOf } from '../../investigation/state.ts'
import { watchesNulls } from '../../measure/lens.ts'
import type { Case } from '../../measure/planned.ts'
import { isUntold } from '../../measure/toldByContent.ts'
import { upstreamOf, type Upstream } from '../../measure/upstream.ts'
import { metricColumns } from '../../metric/metric.ts'
import type { Reading } from '../fault.ts'
import { percent } from './text.ts'

/** Kinds that a text is turned into by a cast that may fail. */
const numbers = new Set<ColumnKind>(['integer', 'decimal', 'boolean'])
const times = new Set<ColumnKind>(['date', 'timestamp', 'timestamptz', 'time'])

/** The column of which null rates are watched, if it may be read from a text. Of other metrics, how they moved upstream says nothing of how many values are null. */
const castable = (state: Case) => {
  const {
    focus,
    question: { metric },
  } = state
  const own = metric.kind === 'nullRate' && watchesNulls(state) ? findColumn(focus.table, metric.column) : null
  return own && (numbers.has(own.kind) || times.has(own.kind)) ? own : null
}

/** Whether it may turn out so: where nobody told what the table is made from, its rows may. */
const mayTurnOut = (state: Case) => isUntold(state.focus)
export const mayBeNumberCast = (state: Case) =>
  isNumberCast(state) || (mayTurnOut(state) && numbers.has(castable(state)?.kind ?? 'text'))
export const mayBeTimeCast = (state: Case) =>
  isTimeCast(state) || (mayTurnOut(state) && times.has(castable(state)?.kind ?? 'text'))

/** The nearest table upstream that holds as text what is a number or a time here, where nulls are watched; `place` among the tables upstream. */
const castFrom = (state: Case) => {
  const {
    focus,
    question: { metric },
  } = state
  const [name = ''] = metricColumns(metric)
  const own = castable(state)
  if (!own) return null
  const tables = upstreamOf(focus, metric)
  const place = tables.findIndex(holdsText)
  const found = tables[place]
  return found ? { place, table: found.table.name.name, column: name, kind: own.kind } : null
}

const holdsText = ({ table, metric }: Upstream) => findColumn(table, metricColumns(metric)[0] ?? '')?.kind === 'text'

export const mayBeCast = (state: Case) => mayBeNumberCast(state) || mayBeTimeCast(state)

/** Whether numbers, or times, are read from texts upstream. */
export const isNumberCast = (state: Case) => numbers.has(castFrom(state)?.kind ?? 'text')
export const isTimeCast = (state: Case) => times.has(castFrom(state)?.kind ?? 'text')

/** Of the nulls beyond the usual, the share that hold a text in the table upstream: they were lost in the cast. */
export const lostInCast = (state: Case): Reading | null => {
  const from = castFrom(state)
  const there = signalOf(state, 'upstream')?.tables[from?.place ?? 0]
  const { observed, expected } = state.anomaly
  if (!from || !there || there.observed === null || there.usual === null || observed === null || observed <= expected)
    return null
  const value = Math.max(0, Math.min(1, 1 - (there.observed - there.usual) / (observed - expected)))
  return {
    value,
    text: `${percent(value)} of the rows that lack ${from.column} beyond the usual have a text there in ${from.table}, which cannot be read any more.`,
  }
}

/** Of the nulls beyond the usual, at least so many were lost in the cast; of all rows, at most so many, or the cast itself broke. */
const mostLost = 0.75
const everyRow = 0.9

/** The farthest table in a row that still has the texts which the cast no longer reads, where it reads others: they came so. */
export const cameAsText = (state: Case): TableName | null => {
  const { anomaly, focus, question } = state
  if ((lostInCast(state)?.value ?? 0) < mostLost || (anomaly.observed ?? 1) > everyRow) return null
  const tables = upstreamOf(focus, question.metric).slice(castFrom(state)?.place)
  const end = tables.findIndex(table => !holdsText(table))
  return (end < 0 ? tables : tables.slice(0, end)).at(-1)?.table.name ?? null
}
