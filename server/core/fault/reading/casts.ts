import { findColumn } from '../../dataset/schemaContext.ts'
import { isNumeric, type ColumnKind } from '../../dataset/table.ts'
import { signalOf } from '../../investigation/state.ts'
import { watchesNulls } from '../../measure/lens.ts'
import type { Case } from '../../measure/planned.ts'
import { upstreamOf } from '../../measure/upstream.ts'
import { metricColumns } from '../../metric/metric.ts'
import type { Reading } from '../fault.ts'
import { percent } from './text.ts'

/** Kinds that a text is turned into by a cast that may fail. */
const isCast = (kind: ColumnKind) => isNumeric({ kind }) || kind === 'boolean'

/** The nearest table upstream, where it holds as text what is a number here, and nulls are watched. */
const castFrom = (state: Case) => {
  const {
    focus,
    question: { metric },
  } = state
  const [name = ''] = metricColumns(metric)
  const own = findColumn(focus.table, name)
  const [nearest] = watchesNulls(state) ? upstreamOf(focus, metric) : []
  const [nameThere = ''] = nearest ? metricColumns(nearest.metric) : []
  const there = nearest && findColumn(nearest.table, nameThere)
  return own && isCast(own.kind) && nearest && there?.kind === 'text'
    ? { table: nearest.table.name.name, column: name }
    : null
}

export const isCastUpstream = (state: Case) => castFrom(state) !== null

/** Of the nulls beyond the usual, the share that hold a text in the table upstream: they were lost in the cast. */
export const lostInCast = (state: Case): Reading | null => {
  const from = castFrom(state)
  const there = signalOf(state, 'upstream')?.tables[0]
  const { observed, expected } = state.anomaly
  if (!from || !there || there.observed === null || there.usual === null || observed === null || observed <= expected)
    return null
  const value = Math.max(0, Math.min(1, 1 - (there.observed - there.usual) / (observed - expected)))
  return {
    value,
    text: `${percent(value)} of the rows that lack ${from.column} beyond the usual have a text there in ${from.table}, which is no number any more.`,
  }
}
