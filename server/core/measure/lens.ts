import type { Case } from './planned.ts'
import type { Condition } from '../metric/metric.ts'
import { signalOf } from '../investigation/state.ts'

/**
 * Through what the rows of a segment are looked at: their number, the share of flagged rows, or the mean of a column.
 * Every metric becomes one of these, so that one search serves all.
 */
export type Lens =
  | { readonly model: 'count' }
  | { readonly model: 'rate'; readonly flag: Flag }
  /** `size`: of the absolute value, where that moved; a change of unit moves it alike for both signs. */
  | { readonly model: 'mean'; readonly column: string; readonly size: boolean }

export type Flag =
  | { readonly kind: 'null'; readonly column: string }
  | { readonly kind: 'condition'; readonly where: Condition }
  /** Rows beyond the first with the same key. */
  | { readonly kind: 'repeat'; readonly key: readonly string[] }
  /** Rows whose value stands in the alert window only, or in the others only. */
  | { readonly kind: 'changed'; readonly column: string }
  | { readonly kind: 'beyond'; readonly column: string; readonly low: number; readonly high: number }

export const lensOf = (state: Case): Lens => {
  const metric = state.question.metric
  switch (metric.kind) {
    case 'rowCount': case 'freshness': return { model: 'count' }
    case 'distinctCount': return changedValues(state, metric.column)
    case 'nullRate': return { model: 'rate', flag: { kind: 'null', column: metric.column } }
    case 'share': return { model: 'rate', flag: { kind: 'condition', where: metric.where } }
    case 'duplicateRate': return { model: 'rate', flag: { kind: 'repeat', key: keyOf(state, metric.columns) } }
    case 'average': return meanOf(state, metric.column)
    case 'sum': return isAboutRows(state) ? { model: 'count' } : meanOf(state, metric.column)
    case 'minimum': case 'maximum': return sizeMoved(state) ? meanOf(state, metric.column) : { model: 'rate', flag: beyond(state, metric.column) }
  }
}

/** Few enough values to be a list that can change, rather than ids that are new every day. */
const mostValues = 1000

/** Rows whose value is new or gone, where the column holds a list of values; else the rows. */
const changedValues = ({ anomaly }: Case, column: string): Lens =>
  Math.max(anomaly.observed ?? 0, anomaly.expected) > mostValues ? { model: 'count' } : { model: 'rate', flag: { kind: 'changed', column } }

const keyOf = ({ focus }: Case, columns: readonly string[]) => columns.length > 0 ? columns : focus.table.primaryKey ?? []

/** Whether the absolute values moved by a tenth or more. */
const sizeMoved = (state: Case) => {
  const size = signalOf(state, 'series')?.size
  return size !== null && size !== undefined && size.normal > 0 && size.alert > 0 && Math.abs(Math.log(size.alert / size.normal)) > 0.1
}

const meanOf = (state: Case, column: string): Lens => ({ model: 'mean', column, size: sizeMoved(state) })

/** A sum moved by its rows rather than by their size: the larger of the two effects in logarithms. */
const isAboutRows = (state: Case) => {
  const series = signalOf(state, 'series')
  if (!series?.mean) return true
  const { rows, mean } = series
  if (rows.normal <= 0 || mean.normal === 0 || mean.alert / mean.normal <= 0) return rows.alert === 0
  return Math.abs(Math.log(Math.max(rows.alert, 0.5) / rows.normal)) > Math.abs(Math.log(mean.alert / mean.normal))
}

/** Values outside what the normal days held. */
const beyond = ({ anomaly }: Case, column: string): Flag => {
  const normal = anomaly.series.filter(({ at, value }) => anomaly.baselineDays.includes(at) && value !== null).map(({ value }) => value ?? 0)
  const edge = anomaly.direction === 'up' ? Math.max(...normal, anomaly.expected) : Math.min(...normal, anomaly.expected)
  return anomaly.direction === 'up' ? { kind: 'beyond', column, low: -Infinity, high: edge } : { kind: 'beyond', column, low: edge, high: Infinity }
}
