import { rebuilt } from './everyDay.ts'
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

/** Rows that a value new in the column may have taken from the others, as a share of theirs; and those that it must have to matter. */
const [mostTaken, leastAdded] = [0.05, 0.05]

/** Whether rows with a value that normal days do not know, nor any built like it, came on top of all others, whatever moves between those: a release is built as the last. */
export const isAdded = (values: readonly ValueCount[]): boolean => {
  const fresh = rebuilt(values)
  const known = values.filter(({ rows }) => rows.normal > 0)
  const [usual, now] = [total(known.map(({ rows }) => rows.normal)), total(known.map(({ rows }) => rows.alert))]
  return total(fresh.map(({ rows }) => rows.alert)) >= leastAdded * usual && now >= (1 - mostTaken) * usual
}

const fewestDays = 4
/** Standard errors of its slope from which a share drifts, and does not swing. */
const steady = 4

/** Share of rows that values with a steady trend, which the alert's day goes on with, gave to one another from the older half of the normal days to the newer. */
const drift = (values: readonly ValueCount[], sizes: readonly number[]): number => {
  if (sizes.length < fewestDays) return 0
  const now = total(values.map(({ rows }) => rows.alert))
  const half = Math.floor(sizes.length / 2)
  const [newer, older] = [total(sizes.slice(0, half)), total(sizes.slice(-half))]
  const released = areReleases(values)
  const drifting = values.filter(
    ({ days, rows }) =>
      released ||
      goesOn(
        sizes.map((size, day) => (days[day] ?? 0) / Math.max(size, 1)),
        rows.alert / Math.max(now, 1),
      ),
  )
  const moved = turned(
    drifting.map(({ days }) => [total(days.slice(0, half)), (total(days.slice(-half)) * newer) / Math.max(older, 1)]),
  )
  return moved / Math.max(newer, 1)
}

/** How releases are written: 'v5.3', '2026.1'. */
export const release = /^\D{0,4}\d+(\.\d+)+/

/** Whether the values are releases, which replace one another by their nature; a steady trend need not prove it. */
const areReleases = (values: readonly ValueCount[]) => {
  const filled = values.filter(({ value }) => value !== null)
  const rows = (list: readonly ValueCount[]) => total(list.map(item => item.rows.normal))
  return rows(filled) > 0 && rows(filled.filter(({ value }) => release.test(value ?? ''))) >= 0.8 * rows(filled)
}

/** Whether shares, the newest first, follow a line that today's share is on the right side of. */
const goesOn = (shares: readonly number[], today: number): boolean => {
  const [middle, centre] = [(shares.length - 1) / 2, total(shares) / shares.length]
  const spread = total(shares.map((_, day) => (day - middle) ** 2))
  const slope = total(shares.map((share, day) => (day - middle) * (share - centre))) / spread
  const rest = total(shares.map((share, day) => (share - centre - slope * (day - middle)) ** 2)) / (shares.length - 2)
  return Math.abs(slope) > steady * Math.sqrt(rest / spread) && (today - centre) * slope < 0
}
