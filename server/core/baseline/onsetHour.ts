import type { Onset } from '../finding/finding.ts'
import { median, robustSpread } from '../shared/statistics.ts'

/** `at`: a local hour as text that begins with its day, 'YYYY-MM-DDTHH…'. `expected`: the same hour on normal days. */
export type HourPoint = { readonly at: string; readonly value: number | null; readonly rows: number; readonly expected: number | null }

/** Deviations are cut here, so that one wild hour does not make a stretch. */
const cut = 6
const fewestNats = 8

/**
 * The hour of `day` in which the anomaly began: the stretch of hours whose mean stands out most from zero (generalised likelihood ratio of a
 * mean shift, Siegmund and Venkatraman 1995). Null where no stretch stands out, or the day was affected from its first hour.
 */
export const onsetHour = (hours: readonly HourPoint[], day: string): Onset | null => {
  const known = hours.filter(hour => hour.expected !== null && (hour.value !== null || hour.rows === 0)).map(hour => ({
    at: hour.at, deviation: (hour.value ?? 0) - (hour.expected ?? 0), level: Math.abs(hour.expected ?? 0),
  }))
  const first = known.findIndex(({ at }) => at.startsWith(day))
  if (first < 0) return null
  const scale = hourScale(known.slice(0, first), known.slice(first))
  const scores = known.map(({ deviation }) => Math.max(-cut, Math.min(cut, deviation / scale)))
  const best = loudestStretch(scores, first)
  const at = known[best.from]?.at
  return best.nats < fewestNats || best.from <= first || at === undefined || !at.startsWith(day) ? null : { at, precision: 'hour' }
}

type Hour = { readonly deviation: number; readonly level: number }

/** Spread of normal hours: of those before the day where there are enough, else by the step from one hour to the next; a twentieth of the level at least. */
const hourScale = (before: readonly Hour[], within: readonly Hour[]): number => {
  const deviations = within.map(({ deviation }) => deviation)
  const steps = deviations.slice(1).map((deviation, index) => deviation - (deviations[index] ?? 0))
  const spread = before.length >= 8 ? robustSpread(before.map(({ deviation }) => deviation)) : robustSpread(steps, 0) / Math.SQRT2
  return Math.max(spread, 0.05 * median([...before, ...within].map(({ level }) => level)), 1e-9)
}

const loudestStretch = (scores: readonly number[], earliest: number) => {
  let best = { from: 0, nats: 0 }
  for (let from = Math.max(0, earliest - 12); from < scores.length; from++) {
    let total = 0
    for (let to = from; to < scores.length; to++) {
      total += scores[to] ?? 0
      const nats = total * total / (2 * (to - from + 1))
      if (nats > best.nats) best = { from, nats }
    }
  }
  return best
}
