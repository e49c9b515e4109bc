import { signalOf } from '../../investigation/state.ts'
import { metricColumns } from '../../metric/metric.ts'
import type { Case } from '../../measure/planned.ts'
import type { ColumnProfile } from '../../measure/signal.ts'
import type { Reading } from '../fault.ts'
import { placeholderGain, watched } from './columns.ts'
import { percent, times, whole } from './text.ts'

const parts = (state: Case): readonly ColumnProfile[] => {
  const [column] = metricColumns(state.question.metric)
  return (signalOf(state, 'profile')?.columns ?? []).filter(item => item.column === column && item.numbers !== null)
}

const sum = (list: readonly number[]) => list.reduce((total, item) => total + item, 0)

/** A handful of rows is at most this share of them. */
const few = 0.02

/** The share of the change of the sum that rows beyond everything normal days held make up; 0 where they are more than a few. */
export const carriedByFew = (state: Case): Reading | null => {
  const known = parts(state).flatMap(({ numbers, rows }) =>
    numbers?.grain?.beyond ? [{ ...numbers.grain.beyond, all: rows }] : [],
  )
  const rows = sum(known.map(({ all }) => all.alert))
  const usual = sum(known.map(({ all }) => all.normal))
  if (known.length === 0 || rows === 0 || usual === 0) return null
  const far = sum(known.map(item => item.rows))
  const change =
    sum(known.map(({ total }) => total.alert)) - (sum(known.map(({ total }) => total.normal)) * rows) / usual
  const share = change === 0 ? 0 : sum(known.map(item => item.sum)) / change
  if (far === 0) return { value: 0, text: 'No value is beyond those of normal days.' }
  const text = `${whole(far)} of ${whole(rows)} rows are beyond every value of normal days and make up ${percent(Math.min(1, Math.max(0, share)))} of the change.`
  return { value: far > Math.max(3, few * rows) ? 0 : Math.max(0, Math.min(1, share)), text }
}

/** So many values far out that agree do so for a reason. */
const fewestAlike = 4

/** Of the rows beyond everything normal days held, the share with one and the same value; null where they are too few to agree. */
export const farAlike = (state: Case): Reading | null => {
  const [column, mass] = [watched(state), placeholderGain(state)]
  const far = column?.numbers?.grain?.beyond?.rows ?? 0
  if (!column || !mass || far < fewestAlike) return null
  return { value: Math.max(0, Math.min(1, (mass.value * column.rows.alert) / far)), text: mass.text }
}

/** How far the middle of the distribution moved, in logarithms: the largest move of its quantiles from a tenth to nine tenths, where most rows are. */
export const bulkMove = (state: Case): Reading | null => {
  const part = parts(state).toSorted((a, b) => b.rows.alert - a.rows.alert)[0]
  // Among small whole numbers a quantile is one of them or the next.
  const isNext = (a: number, b: number) => Number.isInteger(a) && Number.isInteger(b) && Math.abs(a - b) <= 1
  const ratios = (part?.numbers?.sizes ?? []).flatMap(({ p, alert, normal }) =>
    p >= 0.1 && p <= 0.9 && alert !== null && normal !== null && alert > 0 && normal > 0
      ? [isNext(alert, normal) ? 1 : alert / normal]
      : [],
  )
  if (!part || part.rows.alert < 20 || ratios.length < 3) return null
  // Quantiles of few rows move by themselves.
  const value = Math.max(
    0,
    Math.max(...ratios.map(ratio => Math.abs(Math.log(ratio)))) - 1 / Math.sqrt(part.rows.alert),
  )
  return { value, text: `Among most rows the quantiles moved ${ratios.map(times).join(', ')}.` }
}

/** How far the median of the watched column moved inside the segments, in logarithms. */
export const medianMove = (state: Case): Reading | null => {
  const middle = watched(state)?.numbers?.sizes.find(({ p }) => p === 0.5)
  if (!middle || middle.alert === null || middle.normal === null || middle.alert <= 0 || middle.normal <= 0) return null
  const ratio = middle.alert / middle.normal
  return { value: Math.abs(Math.log(ratio)), text: `The median is ${times(ratio)} the usual.` }
}

/** How many times farther out the farthest value is than any of the normal days. */
export const extremeRatio = (state: Case): Reading | null => {
  const extremes = signalOf(state, 'series')?.extremes
  if (!extremes) return null
  const usual = Math.max(Math.abs(extremes.high.normal), Math.abs(extremes.low.normal))
  const now = Math.max(Math.abs(extremes.high.alert), Math.abs(extremes.low.alert))
  return usual > 0
    ? { value: now / usual, text: `The farthest value is ${times(now / usual)} the farthest of all normal days.` }
    : null
}

/** The grid, or the limit of a storage type, on which the share of values gained most; `step` is how far a value moves to get there. */
export const coarsest = (state: Case) => {
  const column = watched(state)
  const grain = column?.numbers?.grain
  if (!column || !grain) return null
  const all = [
    ...grain.grids.map(({ grid, step, rate }) => ({ what: grid, step, rate })),
    { what: 'at the limit of a storage type', step: null, rate: grain.limitRate },
  ]
  const gain = ({ rate }: (typeof all)[number]) => rate.alert - rate.normal
  return { column, best: all.reduce((a, b) => (gain(b) > gain(a) ? b : a)), gain }
}

/** How many steps of that grid the median moved: rounding moves it by one at most. */
export const medianSteps = (state: Case): Reading | null => {
  const found = coarsest(state)
  const middle = watched(state)?.numbers?.sizes.find(({ p }) => p === 0.5)
  if (!found || middle?.alert == null || middle.normal == null) return null
  const value =
    found.best.step === null
      ? 0
      : Math.max(0, Math.abs(middle.alert - middle.normal) - 0.05 * Math.abs(middle.normal)) / found.best.step
  return {
    value,
    text: `The median went from ${middle.normal.toLocaleString('en-US')} to ${middle.alert.toLocaleString('en-US')}.`,
  }
}

/** The same of times: those that lost their seconds, minutes or hours. */
const coarserTimes = (state: Case): Reading | null => {
  const found = watched(state)
  const best = found?.timeGrids?.toSorted((a, b) => b.rate.alert - b.rate.normal - a.rate.alert + a.rate.normal)[0]
  if (!found || !best) return null
  return {
    value: best.rate.alert - best.rate.normal,
    text: `Values of ${found.column} that are ${best.what} went from ${percent(best.rate.normal)} to ${percent(best.rate.alert)}.`,
  }
}

/** The largest gain in the share of values on a coarser grid, or at the limit of a storage type. */
export const coarserGain = (state: Case): Reading | null => {
  const found = coarsest(state)
  if (!found) return coarserTimes(state)
  const { column, best, gain } = found
  return {
    value: gain(best),
    text: `Values of ${column.column} that are ${best.what} went from ${percent(best.rate.normal)} to ${percent(best.rate.alert)}.`,
  }
}

/** In standard deviations of how often a value stands on the grid by chance. */
const clearly = 4

/** Of the rows that came onto a coarser grid, the share that hold no placeholder; 0 where no more came than chance brings. */
export const coarserBeside = (state: Case): Reading | null => {
  const [found, mass, grid] = [coarsest(state), placeholderGain(state), coarserGain(state)]
  if (!grid) return null
  if (!found || !mass || grid.value <= 0) return { ...grid, value: 0 }
  const { normal } = found.best.rate
  const rows = Math.max(1, found.column.rows.alert)
  const beside = grid.value - Math.max(0, mass.value)
  const chance = clearly * Math.sqrt(Math.max(normal * (1 - normal), 1 / rows) / rows)
  return { ...grid, value: beside > chance ? beside / grid.value : 0 }
}

/** The share of the changes from row to row that must belong to running totals, for so many more to go up than usual; 1 where a counter began anew. */
export const risingShare = (state: Case): Reading | null => {
  const rising = signalOf(state, 'profile')?.joint?.rising ?? []
  if (rising.length === 0) return null
  const name = (by: string | null) => (by === null ? 'From one row to the next' : `From one row of a ${by} to its next`)
  const counter = rising.find(({ share }) => share.normal >= 0.97 && share.alert >= 0.9)
  if (counter && state.anomaly.direction === 'down')
    return { value: 1, text: `${name(counter.by)} the value has always gone up, and it began anew from less.` }
  const best = rising.reduce((a, b) => (b.share.alert - b.share.normal > a.share.alert - a.share.normal ? b : a))
  const value =
    best.share.normal < 0.97 ? Math.max(0, (best.share.alert - best.share.normal) / (1 - best.share.normal)) : 0
  return {
    value,
    text: `${name(best.by)} the value goes up in ${percent(best.share.alert)} of its changes, ${percent(best.share.normal)} on normal days.`,
  }
}
