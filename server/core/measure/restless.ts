import type { ValueCount } from './signal.ts'

/** Share of rows that change their value from one normal day to the next, above which a dimension tells nothing about missing rows. */
const restless = 0.02
/** The same against the alert's day, where the fault itself moves some. */
const turnedNow = 0.03

/** Rows beyond counting noise, which a dimension of many values has in every one of them. */
const beyond = (more: number, less: number) => (more - less > 3 * Math.sqrt(Math.max(more, less)) ? more - less : 0)

/** How many rows some values gained while others lost them. */
const turned = (pairs: readonly (readonly [now: number, usual: number])[]) =>
  Math.min(
    pairs.reduce((sum, [now, usual]) => sum + beyond(now, usual), 0),
    pairs.reduce((sum, [now, usual]) => sum + beyond(usual, now), 0),
  )

const total = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0)

/**
 * Whether rows move between a column's values by themselves: releases replace one another, punctuality follows the weather. Such a column
 * explains any day a little, and never why rows are missing or too many.
 */
export const isRestless = (values: readonly ValueCount[]): boolean => {
  const now = turned(values.map(({ rows }) => [rows.alert, rows.normal]))
  if (now > turnedNow * total(values.map(({ rows }) => rows.normal))) return true
  const sizes = (values[0]?.days ?? []).map((_, day) => total(values.map(({ days }) => days[day] ?? 0)))
  const all = total(sizes)
  const shares = sizes.map((size, day) => {
    const moved = turned(values.map(({ days }) => [days[day] ?? 0, (total(days) * size) / Math.max(all, 1)]))
    return size > 0 ? moved / size : 0
  })
  if (shares.length >= 2 && total(shares) / shares.length > restless) return true
  return drift(values, sizes) > restless
}

/** Share of rows that change their value between the first and the second half of the normal days, however little they do from one to the next. */
const drift = (values: readonly ValueCount[], sizes: readonly number[]): number => {
  const half = Math.floor(sizes.length / 2)
  if (half === 0) return 0
  const [first, last] = [total(sizes.slice(0, half)), total(sizes.slice(-half))]
  const moved = turned(
    values.map(({ days }) => [(total(days.slice(0, half)) * last) / Math.max(first, 1), total(days.slice(-half))]),
  )
  return moved / Math.max(last, 1)
}
