import { median } from '../shared/statistics.ts'

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

/**
 * Expected value: the median of the same weekday in the last 8 weeks, moved by how far the last normal week stands from its own weekdays'
 * medians (a ratio for counts and sums, a difference otherwise). With less than a week of history the median of all; null without any.
 */
export const forecast = (days: readonly HistoryDay[], index: number, relative: boolean): number | null => {
  const normal = normalBefore(days, index)
  if (normal.length === 0) return null
  const valueAt = (place: number) => days[place]?.value ?? 0
  const profile = (place: number) => {
    const same = normal.filter(other => other < place && (place - other) % week === 0).slice(0, keptSameWeekdays)
    return same.length === 0 ? null : median(same.map(valueAt))
  }
  const base = profile(index)
  if (base === null) return median(normal.slice(0, week).map(valueAt))
  const shifts = normal.slice(0, week).flatMap(place => {
    const usual = profile(place)
    if (usual === null) return []
    if (!relative) return [valueAt(place) - usual]
    return usual > 0 ? [valueAt(place) / usual] : []
  })
  if (shifts.length === 0) return base
  return relative ? base * median(shifts) : base + median(shifts)
}
