import type { Onset } from '../finding/finding.ts'

/** Rows of an hour ('YYYY-MM-DDTHH', local), and those of them that bear the mark of the fault. */
export type MarkedHour = { readonly at: string; readonly rows: number; readonly flagged: number }

/** Marked rows that would have been seen before, for an onset within the day to be told from one at midnight. */
const fewestMissed = 3

const nats = (flagged: number, rows: number) => flagged > 0 && rows > 0 ? flagged * Math.log(flagged / rows) : 0

/**
 * The hour since which rows bear the mark: the change point of a Poisson rate, rows being the exposure. The day alone where the hours before it had
 * too few rows to tell; null where no hour has more of them than those before.
 */
export const firstHour = (hours: readonly MarkedHour[]): Onset | null => {
  const sum = (list: readonly MarkedHour[]) => list.reduce((total, { rows, flagged }) => ({ rows: total.rows + rows, flagged: total.flagged + flagged }), { rows: 0, flagged: 0 })
  const points = hours.flatMap(({ at, flagged }, index) => {
    const [before, after] = [sum(hours.slice(0, index)), sum(hours.slice(index))]
    const rises = flagged > 0 && after.rows > 0 && after.flagged * Math.max(before.rows, 1) > before.flagged * after.rows
    return rises ? [{ at, index, rate: after.flagged / after.rows, nats: nats(before.flagged, before.rows) + nats(after.flagged, after.rows) }] : []
  })
  const best = points.toSorted((a, b) => b.nats - a.nats)[0]
  if (!best) return null
  const day = best.at.slice(0, 10)
  const earlier = sum(hours.slice(0, best.index).filter(({ at }) => at.startsWith(day)))
  return best.rate * earlier.rows - earlier.flagged < fewestMissed ? { at: day, precision: 'day' } : { at: best.at, precision: 'hour' }
}
