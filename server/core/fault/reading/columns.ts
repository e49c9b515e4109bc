import { signalOf } from '../../investigation/state.ts'
import { metricColumns } from '../../metric/metric.ts'
import type { Case } from '../../measure/planned.ts'
import type { ColumnProfile, ProfileSignal } from '../../measure/signal.ts'
import { numberSentinels } from '../../measure/numberSentinels.ts'
import { remember } from '../../shared/remember.ts'
import { median } from '../../shared/statistics.ts'
import type { Reading } from '../fault.ts'
import { likeOutside } from './likeOutside.ts'
import { percent, times } from './text.ts'

const insideOf = remember((signal: ProfileSignal): readonly ColumnProfile[] =>
  signal.columns.filter(({ part }) => part === 'inside').map(column => likeOutside(column, signal.columns)),
)

const inside = (state: Case): readonly ColumnProfile[] => {
  const signal = signalOf(state, 'profile')
  return signal ? insideOf(signal) : []
}

/** The watched column inside the located segments. */
export const watched = (state: Case): ColumnProfile | null => {
  const [column] = metricColumns(state.question.metric)
  return inside(state).find(item => item.column === column) ?? null
}

/** Null rate of the watched column among all rows of the alert window. */
export const nullRateNow = (state: Case): Reading | null => {
  const [column] = metricColumns(state.question.metric)
  const parts = signalOf(state, 'profile')?.columns.filter(item => item.column === column) ?? []
  const rows = parts.reduce((sum, item) => sum + item.rows.alert, 0)
  if (rows === 0) return null
  const value = parts.reduce((sum, item) => sum + item.rows.alert * item.nullRate.alert, 0) / rows
  return { value, text: `${percent(value)} of ${column ?? 'the column'} is null since the onset.` }
}

/** How many other columns are null in nearly every row where the watched one is, and were not so before. */
export const nullTogether = (state: Case): Reading | null => {
  const columns = inside(state)
  if (columns.every(({ nullWithTarget }) => nullWithTarget === null)) return null
  const own = watched(state)?.nullRate
  const together = columns.filter(
    ({ nullWithTarget, nullRate }) =>
      (nullWithTarget ?? 0) >= 0.95 &&
      own !== undefined &&
      nullRate.alert - nullRate.normal >= 0.5 * (own.alert - own.normal),
  )
  return {
    value: together.length,
    text:
      together.length === 0
        ? 'No other column is null with it.'
        : `${together.map(({ column }) => column).join(', ')} are null in the same rows.`,
  }
}

/** The same beyond what chance gives to a share of so many rows. */
export const placeholderShare = (state: Case): Reading | null => {
  const [column, found] = [watched(state), placeholderGain(state)]
  if (found && othersMoved(state)?.value === 1) return { value: 0, text: found.text }
  const rows = column ? column.rows.alert * (1 - column.nullRate.alert) : 0
  return (
    found && {
      value: Math.max(
        0,
        found.value - 2.5 * Math.sqrt(0.25 / Math.max(rows, 1)) * Math.sqrt(Math.min(1, 4 * Math.max(0, found.value))),
      ),
      text: found.text,
    }
  )
}

/** Dates that stand for none. */
const noDate = /^(1970-01-01|1900-01-01|1899-12-30|1753-01-01|0001-01-01|9999-12-31|2099-12-31)/

/** The gain of a placeholder date that a share watches by itself. */
const watchedDate = ({ question: { metric }, anomaly: { observed, expected } }: Case): Reading | null => {
  if (
    metric.kind !== 'share' ||
    metric.where.operator !== '=' ||
    observed === null ||
    !noDate.test(String(metric.where.value))
  )
    return null
  return {
    value: observed - expected,
    text: `'${String(metric.where.value)}' went from ${percent(expected)} to ${percent(observed)} of ${metric.where.column}.`,
  }
}

/** The largest gain in share of one placeholder value in the watched column. */
export const placeholderGain = (state: Case): Reading | null => {
  const date = watchedDate(state)
  if (date) return date
  const column = watched(state)
  if (!column) return null
  const zero = column.numbers ? [{ value: '0', rate: column.numbers.zeroRate }] : []
  const all = [...zero, ...(column.numbers?.sentinels ?? []), ...(column.texts?.sentinels ?? []).slice(1)]
  if (all.length === 0) return null
  const held = column.rows.alert * (1 - column.nullRate.alert)
  const gain = ({ rate }: (typeof all)[number]) =>
    rate.alert * held < fewestHeld ? Math.min(0, rate.alert - rate.normal) : rate.alert - rate.normal
  const best = all.reduce((a, b) => (gain(b) > gain(a) ? b : a))
  return {
    value: gain(best),
    text: `'${best.value}' went from ${percent(best.rate.normal)} to ${percent(best.rate.alert)} of ${column.column}.`,
  }
}

/** The least or the greatest value is one that some row has anyway; what stands for others stands in several. */
const fewestHeld = 2.5

const codes: ReadonlySet<string> = new Set(numberSentinels.map(String))

/** The gain in share of one number that systems write where they have none, such as 999 or -1; no rate and no rounding makes a value of many rows into it. */
export const codeGain = (state: Case): Reading | null => {
  const column = watched(state)
  const known = (column?.numbers?.sentinels ?? []).filter(({ value }) => codes.has(value))
  if (!column || known.length === 0) return null
  const gain = ({ rate }: (typeof known)[number]) => rate.alert - rate.normal
  const best = known.reduce((a, b) => (gain(b) > gain(a) ? b : a))
  return {
    value: Math.max(0, gain(best)),
    text: `'${best.value}' went from ${percent(best.rate.normal)} to ${percent(best.rate.alert)} of ${column.column}.`,
  }
}

/** Less than half of the values are placeholders, so the middle one is none; it moves by so many times at most. */
const few = 0.4
const still = 3
/** By less than this the median of values as usual differs from day to day. */
const asUsual = 1.25

/** 1 where the values beside a placeholder moved as well, by far: it is the least or greatest of values that are all others now; null where they moved by less, and it tells nothing. */
export const othersMoved = (state: Case): Reading | null => {
  const [mass, column] = [placeholderGain(state), watched(state)]
  const middle = column?.numbers?.sizes.find(({ p }) => p === 0.5)
  if (
    !mass ||
    !middle ||
    middle.alert === null ||
    middle.normal === null ||
    middle.alert <= 0 ||
    middle.normal <= 0 ||
    mass.value > few
  )
    return null
  const moved = Math.abs(Math.log(middle.alert / middle.normal))
  if (moved > Math.log(asUsual) && moved <= Math.log(still)) return null
  return {
    value: moved > Math.log(still) ? 1 : 0,
    text: `The median is ${times(middle.alert / middle.normal)} the usual; ${percent(mass.value)} of the values are the placeholder.`,
  }
}

/** The ratios of the quantiles of the absolute value, alert over normal; null where one is missing or zero. */
export const sizeRatios = (state: Case): readonly number[] | null => {
  const sizes = watched(state)?.numbers?.sizes ?? []
  const ratios = sizes.map(({ alert, normal }) =>
    alert !== null && normal !== null && alert > 0 && normal > 0 ? alert / normal : null,
  )
  const known = ratios.filter(ratio => ratio !== null)
  return known.length >= 2 ? known : null
}

const mean = (list: readonly number[]) => list.reduce((sum, item) => sum + item, 0) / list.length

/** The common factor of the quantiles, as a mean of logarithms. */
export const sizeFactor = (state: Case): number | null => {
  const ratios = sizeRatios(state)
  return ratios && Math.exp(mean(ratios.map(Math.log)))
}

/** How far the quantiles are from having moved by one factor: the largest distance in logarithms from their mean. */
export const factorSpread = (state: Case): Reading | null => {
  const ratios = sizeRatios(state)
  const factor = sizeFactor(state)
  if (!ratios || factor === null) return null
  const value = Math.max(...ratios.map(ratio => Math.abs(Math.log(ratio / factor))))
  return { value, text: `The quantiles of the size moved ${ratios.map(times).join(', ')}.` }
}

/** How far most quantiles of the size changed, in logarithms: the smallest sizes of a few rows swing the most and tell the least. */
export const usualSizeChange = (state: Case): Reading | null => {
  const ratios = sizeRatios(state)
  return (
    ratios && {
      value: median(ratios.map(ratio => Math.abs(Math.log(ratio)))),
      text: `The quantiles of the size moved ${ratios.map(times).join(', ')}.`,
    }
  )
}

/** Standard errors by which a share moves by itself. */
const byItself = 2.5

/** Change in the share of negative values, beyond what chance gives to so many rows. */
export const signChange = (state: Case): Reading | null => {
  const column = watched(state)
  const rate = column?.numbers?.negativeRate
  if (!column || !rate) return null
  const chance = byItself * Math.sqrt(Math.max(rate.normal * (1 - rate.normal), 0) / Math.max(column.rows.alert, 1))
  return {
    value: Math.max(0, Math.abs(rate.alert - rate.normal) - chance),
    text: `Negative values went from ${percent(rate.normal)} to ${percent(rate.alert)}.`,
  }
}
