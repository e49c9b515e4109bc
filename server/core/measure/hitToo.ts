import { kinRows } from '../fault/reading/kinship.ts'
import { metricColumns } from '../metric/metric.ts'
import { isNewEveryDay, rebuilt } from './everyDay.ts'
import { watchesNulls } from './lens.ts'
import type { Case } from './planned.ts'
import { signalOf } from '../investigation/state.ts'
import type { ValueCount, ValuesSignal } from './signal.ts'

type ColumnValues = ValuesSignal['columns'][number]

/** A column that is null in the very rows that are flagged is hit by the same fault, and no place where it happens. */
const isNullTogether = ({ values }: ColumnValues) =>
  values.some(({ value, rows, lens }) => {
    const more = rows.alert - rows.normal
    return (
      value === null &&
      lens !== null &&
      more > 3 * Math.sqrt(Math.max(1, rows.normal)) &&
      more >= 0.5 * (lens.alert - lens.normal) * rows.alert
    )
  })

/** Enough flagged rows more to say that a share of them is missing. */
const fewestExpected = 5

/** The same for a column that is null in most rows anyway: those in which it is not hold none of the flagged rows more, where their share of them was to be expected. */
const isFilledElsewhere = ({ values }: ColumnValues) => {
  const more = ({ rows, lens }: ValueCount) => (lens === null ? 0 : rows.alert * (lens.alert - lens.normal))
  const filled = values.filter(({ value }) => value !== null)
  const size = (list: readonly ValueCount[]) => list.reduce((sum, { rows }) => sum + rows.normal, 0)
  const all = values.reduce((sum, item) => sum + more(item), 0)
  const expected = (all * size(filled)) / Math.max(1, size(values))
  return (
    size(filled) < size(values) &&
    expected >= fewestExpected &&
    filled.reduce((sum, item) => sum + more(item), 0) < 0.2 * expected
  )
}

/** A column that took values from the watched one, or gave it new ones, is hit by the same fault, and no place where it happens. */
const isExchanged = ({ values }: ColumnValues, watched: ColumnValues | undefined) => {
  const known = (list: readonly ValueCount[]) =>
    new Set(list.filter(({ value, rows }) => value !== null && rows.normal >= 1).map(({ value }) => value))
  const come = (list: readonly ValueCount[], from: ReadonlySet<string | null>) =>
    list.reduce(
      (sum, { value, rows }) => sum + (rows.normal <= rows.alert * 0.02 && from.has(value) ? rows.alert : 0),
      0,
    )
  const fresh = (list: readonly ValueCount[]) =>
    list.reduce((sum, { rows }) => sum + (rows.normal <= rows.alert * 0.02 ? rows.alert : 0), 0)
  if (!watched || fresh(watched.values) === 0) return false
  return (
    Math.max(come(watched.values, known(values)), come(values, known(watched.values))) > 0.3 * fresh(watched.values)
  )
}

/** A column whose new values are known ones changed is hit by the same fault, and no place where it happens. */
const isChanged = ({ values }: ColumnValues) => {
  const fresh = new Map(
    values.flatMap(item => (item.value !== null && isFresh(item) ? [[item.value, item.rows.alert] as const] : [])),
  )
  return (
    kinRows(
      fresh,
      values.flatMap(item => (item.value === null || isFresh(item) ? [] : [item.value])),
    ) > 0.5
  )
}

const isFresh = ({ rows }: ValueCount) => rows.normal <= rows.alert * 0.02 && rows.alert > 0

/** A column with new values on any day, whose flagged rows hold values built as none before: they are hit by the same fault, and no place where it happens. */
const isRebuilt = ({ values }: ColumnValues) => {
  if (!isNewEveryDay(values)) return false
  const more = (list: readonly ValueCount[]) =>
    list.reduce(
      (sum, { rows, lens }) => sum + (lens === null ? 0 : rows.alert * lens.alert - rows.normal * lens.normal),
      0,
    )
  const built = rebuilt(values)
  return built.length > 0 && more(built) > 0.5 * more(values)
}

/** So many values at once are no place that one change sits in. */
const severalValues = 3

/** A column that normal days leave empty: what it holds now took the rows from those without, and added none, or is of several kinds. */
export const isFilledAnew = ({ values }: ColumnValues) => {
  const size = (list: readonly ValueCount[], window: 'alert' | 'normal') =>
    list.reduce((sum, { rows }) => sum + rows[window], 0)
  const filled = values.filter(({ value }) => value !== null)
  const empty = values.filter(({ value }) => value === null)
  return (
    size(filled, 'normal') <= 0.02 * size(values, 'normal') &&
    size(filled, 'alert') > 0 &&
    (filled.length >= severalValues || size(empty, 'normal') - size(empty, 'alert') >= 0.5 * size(filled, 'alert'))
  )
}

/** Whether a column is hit by the fault that is looked for: then it says how, and not where. */
export const isHitToo = (state: Case, item: ColumnValues): boolean => {
  const watched = metricColumns(state.question.metric)
  const own = (signalOf(state, 'values')?.columns ?? []).find(({ column }) => watched.includes(column))
  return (
    isNullTogether(item) ||
    (watchesNulls(state) && isFilledElsewhere(item)) ||
    isExchanged(item, own) ||
    isChanged(item) ||
    isRebuilt(item) ||
    isFilledAnew(item)
  )
}
