import { watchedKind } from './watchedKind.ts'
import { kinOf } from '../fault/reading/kinship.ts'
import type { Case } from './planned.ts'
import type { Condition } from '../metric/metric.ts'
import { signalOf } from '../investigation/state.ts'
import { remember } from '../shared/remember.ts'
import { isNewEveryDay, rebuilt } from './everyDay.ts'
import type { ValueCount } from './signal.ts'
import type { Pair } from './pair.ts'

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
  /** Rows whose value stands in the alert window only ('new'; `values` where they are few enough to name), or in the others only ('gone'), or either. */
  | {
      readonly kind: 'changed'
      readonly column: string
      readonly side: 'new' | 'gone' | 'either'
      readonly values?: readonly string[]
    }
  | { readonly kind: 'beyond'; readonly column: string; readonly low: number; readonly high: number }

export const lensOf = (state: Case): Lens => {
  const metric = state.question.metric
  switch (metric.kind) {
    case 'rowCount':
    case 'freshness':
      return { model: 'count' }
    case 'distinctCount':
      return watchedKind(state) === 'rowCount' ? { model: 'count' } : changedValues(state, metric.column)
    case 'nullRate':
      return { model: 'rate', flag: { kind: 'null', column: metric.column } }
    case 'share':
      return { model: 'rate', flag: { kind: 'condition', where: metric.where } }
    case 'duplicateRate':
      return { model: 'rate', flag: { kind: 'repeat', key: keyOf(state, metric.columns) } }
    case 'average':
      return lostByMean(state) ? nullsOf(metric.column) : meanOf(state, metric.column)
    case 'sum':
      return sumLens(state, metric.column)
    case 'minimum':
    case 'maximum':
      if (lostByExtreme(state)) return nullsOf(metric.column)
      return sizeMoved(state) ? meanOf(state, metric.column) : { model: 'rate', flag: beyond(state, metric.column) }
  }
}

/** Few enough values to be a list that can change, rather than ids that are new every day. */
const mostValues = 1000

/** Rows whose value is new or gone, where the column holds a list of values; else the rows. */
const changedValues = (state: Case, column: string): Lens =>
  Math.max(state.anomaly.observed ?? 0, state.anomaly.expected) > mostValues
    ? { model: 'count' }
    : { model: 'rate', flag: { kind: 'changed', column, ...sideOf(state, column) } }

/** Once the values are known: where new ones came in the place of others, the rows that hold them tell where. */
const sideOf = (
  state: Case,
  column: string,
): { readonly side: 'new' | 'gone' | 'either'; readonly values?: readonly string[] } => {
  const values = signalOf(state, 'values')?.columns.find(item => item.column === column)?.values
  if (!values) return { side: 'either' }
  const come = values.reduce((sum, { rows }) => sum + (rows.normal === 0 ? rows.alert : 0), 0)
  const gone = values.reduce((sum, { rows }) => sum + (rows.alert === 0 ? rows.normal : 0), 0)
  if (come < gone * 0.5) return { side: 'gone' }
  const found = newValues(values)
  return found.length > 0 && found.length <= mostNamed ? { side: 'new', values: found } : { side: 'new' }
}

const mostNamed = 300

/** The values new since the onset; only those that are known ones changed where most are, or that are built otherwise, for some values are new on any day. */
const newValues = remember((values: readonly ValueCount[]): readonly string[] => {
  const isFresh = ({ value, rows }: ValueCount) => value !== null && rows.alert > 0 && rows.normal === 0
  const fresh = new Map(values.filter(isFresh).map(({ value, rows }) => [value ?? '', rows.alert]))
  const old = values.flatMap(item => (item.value === null || isFresh(item) ? [] : [item.value]))
  const kin = kinOf(fresh, old)
  const changed = [...fresh.keys()].filter(value => kin.get(value)?.kinship !== 'none')
  const rows = (list: readonly string[]) => list.reduce((sum, value) => sum + (fresh.get(value) ?? 0), 0)
  if (rows(changed) > rows([...fresh.keys()]) / 2) return changed
  const built = isNewEveryDay(values) ? rebuilt(values).flatMap(({ value }) => value ?? []) : []
  return built.length > 0 ? built : [...fresh.keys()]
})

const keyOf = ({ focus }: Case, columns: readonly string[]) =>
  columns.length > 0 ? columns : (focus.table.primaryKey ?? [])

/** Whether the absolute values moved by a tenth or more. */
const sizeMoved = (state: Case) => {
  const size = signalOf(state, 'series')?.size
  return (
    size !== null &&
    size !== undefined &&
    size.normal > 0 &&
    size.alert > 0 &&
    Math.abs(Math.log(size.alert / size.normal)) > 0.1
  )
}

const meanOf = (state: Case, column: string): Lens => ({ model: 'mean', column, size: sizeMoved(state) })

const nullsOf = (column: string): Lens => ({ model: 'rate', flag: { kind: 'null', column } })

/** Fewer values that are missing explain no number. */
const fewestLost = 0.02
/** In standard deviations of how often a value is missing by chance. */
const clearly = 4

/** The share of the rows that lack a value beyond the usual; 0 where they are no more than on any day. */
const lost = (state: Case): number => {
  const series = signalOf(state, 'series')
  if (!series?.filled) return 0
  const { alert, normal } = series.filled
  const chance = clearly * Math.sqrt((normal * (1 - normal)) / Math.max(1, series.rows.alert))
  return normal - alert > Math.max(fewestLost, chance) ? normal - alert : 0
}

/** The mean moved by far more than missing values move it where others moved as well. */
const mostByMean = 3

/** Whether values that are missing are why a mean moved: it is as it would be without values such as there usually are. */
const lostByMean = (state: Case): boolean => {
  const series = signalOf(state, 'series')
  const share = lost(state)
  if (!series?.filled || !series.mean || !series.extremes || share === 0) return false
  const { filled, mean, extremes } = series
  const missing = (filled.normal * mean.normal - filled.alert * mean.alert) / share
  return (
    missing >= extremes.low.normal &&
    missing <= extremes.high.normal &&
    change(mean, 0) <= mostByMean * change(filled, 0.5 / Math.max(1, series.rows.alert))
  )
}

/** The same of the least or the greatest value, which came nearer to the others. */
const lostByExtreme = (state: Case): boolean =>
  state.anomaly.direction === (state.question.metric.kind === 'maximum' ? 'down' : 'up') && lost(state) > 0

/** A sum is its rows, times the share of them that have a value, times their mean: the factor that moved most, in logarithms, is looked at. */
const sumLens = (state: Case, column: string): Lens => {
  const series = signalOf(state, 'series')
  if (!series || series.rows.alert === 0 || series.rows.normal <= 0) return { model: 'count' }
  const { rows, mean, filled } = series
  const least = 0.5 / rows.alert
  const byRows = change(rows, 0.5)
  const byFilled = filled ? change(filled, least) : 0
  const byMean = mean ? change(mean, 0) : 0
  if (byFilled > byRows && byFilled > byMean) return nullsOf(column)
  return mean && byMean >= byRows ? meanOf(state, column) : { model: 'count' }
}

/** The size of a change in logarithms, a number never less than `least`; beyond measure where it changed its sign. */
const change = ({ alert, normal }: Pair, least: number) => {
  const lifted = (value: number) => (value < 0 ? value : Math.max(value, least))
  const ratio = lifted(alert) / lifted(normal)
  return ratio > 0 ? Math.abs(Math.log(ratio)) : Infinity
}

/** Whether missing values are what moved: a null rate that rose, a sum that has fewer values to add, or a mean or an extreme that lacks some. */
export const watchesNulls = (state: Case) => {
  const lens = lensOf(state)
  if (lens.model !== 'rate' || lens.flag.kind !== 'null') return false
  const { kind } = state.question.metric
  if (kind !== 'nullRate' && kind !== 'sum') return true
  return state.anomaly.direction === (kind === 'nullRate' ? 'up' : 'down')
}

/** Whether rows that lack the watched value can be what moved: nulls are watched, or values of a list became fewer. */
export const nullsMatter = (state: Case) =>
  watchesNulls(state) || (watchedKind(state) === 'distinctCount' && state.anomaly.direction === 'down')

/** Values outside what the normal days held. */
const beyond = ({ anomaly }: Case, column: string): Flag => {
  const normal = anomaly.series
    .filter(({ at, value }) => anomaly.baselineDays.includes(at) && value !== null)
    .map(({ value }) => value ?? 0)
  const edge =
    anomaly.direction === 'up' ? Math.max(...normal, anomaly.expected) : Math.min(...normal, anomaly.expected)
  return anomaly.direction === 'up'
    ? { kind: 'beyond', column, low: -Infinity, high: edge }
    : { kind: 'beyond', column, low: edge, high: Infinity }
}
