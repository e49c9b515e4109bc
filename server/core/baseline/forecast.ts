import { mean, median } from '../shared/statistics.ts'

/** A day's value and whether it may serve as history; null: nothing could be measured. */
export type HistoryDay = { readonly value: number | null; readonly normal: boolean }

const week = 7
const weeks = 8
const keptSameWeekdays = 6

/** The days before `index` that may serve as history, newest first. */
export const normalBefore = (days: readonly HistoryDay[], index: number, reach = weeks * week): readonly number[] => {
  const found: number[] = []
  for (let place = index - 1; place >= Math.max(0, index - reach); place--) {
    const day = days[place]
    if (day !== undefined && day.normal && day.value !== null) found.push(place)
  }
  return found
}

/** Normal days with the weekday of `index`, newest first. */
export const sameWeekdays = (normal: readonly number[], index: number): readonly number[] =>
  normal.filter(place => (index - place) % week === 0).slice(0, keptSameWeekdays)

/** How far both ways to tell a day were off on one day of the past. */
export type ForecastErrors = { readonly weekly: number; readonly level: number }

/** What a day should be, told in two ways; null where one cannot tell. */
type Forecasts = { readonly weekly: number | null; readonly level: number | null }

/** Days on which both ways are compared: at least, and the newest of them at most. */
const [fewestCompared, mostCompared] = [7, 21]
/** The share of the error that must be left for the plainer way to be the better one. */
const clearly = 0.75

/**
 * Expected value: the median of the same weekday in the last 8 weeks, moved by how far the last normal week stands from its own weekdays'
 * medians (a ratio for counts and sums, a difference otherwise). The median of the last normal week where that has told the days before clearly better, for
 * not every table has a rhythm, or where there is less than a week of history; null without any.
 */
export const forecast = ({ weekly, level }: Forecasts, past: readonly ForecastErrors[]): number | null => {
  if (weekly === null || level === null) return weekly ?? level
  const known = past.slice(-mostCompared)
  const error = (way: keyof ForecastErrors) => mean(known.map(item => item[way]))
  return known.length >= fewestCompared && error('level') < clearly * error('weekly') ? level : weekly
}

/** Both ways to tell a day. */
export const forecasts = (days: readonly HistoryDay[], index: number, relative: boolean): Forecasts => ({
  weekly: byWeekday(days, index, relative),
  level: byLevel(days, index),
})

/** The median of the last seven normal days. */
const byLevel = (days: readonly HistoryDay[], index: number): number | null => {
  const normal = normalBefore(days, index).slice(0, week)
  return normal.length === 0 ? null : median(normal.map(place => days[place]?.value ?? 0))
}

/** By the weekday; null where it has none before. */
const byWeekday = (days: readonly HistoryDay[], index: number, relative: boolean): number | null => {
  const normal = normalBefore(days, index)
  const valueAt = (place: number) => days[place]?.value ?? 0
  const profile = (place: number) => {
    const same = normal.filter(other => other < place && (place - other) % week === 0).slice(0, keptSameWeekdays)
    return same.length === 0 ? null : median(same.map(valueAt))
  }
  const base = profile(index)
  if (base === null) return null
  const shifts = normal.slice(0, week).flatMap(place => {
    const usual = profile(place)
    if (usual === null) return []
    if (!relative) return [valueAt(place) - usual]
    return usual > 0 ? [valueAt(place) / usual] : []
  })
  if (shifts.length === 0) return base
  return relative ? base * median(shifts) : base + median(shifts)
}
