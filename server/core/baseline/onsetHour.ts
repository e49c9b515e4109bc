import type { Onset } from '../finding/finding.ts'
import { median } from '../shared/statistics.ts'
import type { BaselineModel } from './dayPoint.ts'

/** `at`: a local hour as text that begins with its day, 'YYYY-MM-DDTHH…'. `expected`: the same hour on normal days. `rows` of the hour itself. */
export type HourPoint = {
  readonly at: string
  readonly value: number | null
  readonly rows: number
  readonly expected: number | null
}

export type OnsetOptions = {
  readonly model: BaselineModel
  /** Hours of normal days, to know how much an hour swings by itself. */
  readonly normal: readonly HourPoint[]
  /** Only shifts this way count; both when left out. */
  readonly direction?: 'up' | 'down'
}

const fewestNats = 6
/** The square of a normal deviate is below this half of the time. */
const chiSquareMedian = 0.4549
/** An onset off midnight must explain the day better than one at midnight by as many nats; one on the day before, which does not show it by itself, by more. */
const offMidnight = 2
const dayBefore = 6
/** Hours of the day before that are looked at: of rates more, for the others it is another weekday with numbers of its own. */
const hoursBefore = (model: BaselineModel) => (model === 'rate' ? 18 : 12)
/** What began then must have been about as strong then. */
const asStrong = 0.6

type Hour = { readonly at: string; readonly shift: number; readonly size: number }

/**
 * The hour of `day` in which the anomaly began: of all stretches of hours, the one that one common shift explains best, each hour weighted by how
 * many rows it stands for (generalised likelihood ratio of a mean shift, Siegmund and Venkatraman 1995); it may have begun in the evening before, and has by the end of
 * the day. Null where no stretch stands out, or the day was affected from its first hour.
 */
export const onsetHour = (
  hours: readonly HourPoint[],
  day: string,
  { model, normal, direction }: OnsetOptions,
): Onset | null => {
  const relative = model === 'count' || model === 'sum'
  const read = (list: readonly HourPoint[]) => list.flatMap(hour => hourOf(hour, relative))
  const known = read(hours)
  const first = known.findIndex(({ at }) => at.startsWith(day))
  if (first < 0) return null
  const unit = unitVariance(read(normal), known.slice(first), model)
  const weighted = known.map(({ shift, size }) => ({ shift, weight: size / unit }))
  const best = loudestStretch(weighted, {
    earliest: Math.max(0, first - hoursBefore(model)),
    latest: known.findLastIndex(({ at }) => at.startsWith(day)),
    sign: direction === undefined ? 0 : direction === 'up' ? 1 : -1,
  })
  const at = known[best.from]?.at
  if (best.nats < fewestNats || at === undefined || best.from === first) return null
  const evening = weighted.slice(best.from, first)
  const sinceMidnight = weighted.slice(first, Math.max(first, best.to) + 1)
  if (best.from < first && (model !== 'rate' || !beganThen(evening, sinceMidnight))) return null
  return best.nats - natsOf(sinceMidnight) < (best.from < first ? dayBefore : offMidnight)
    ? null
    : { at, precision: 'hour' }
}

const sizeOf = (hours: readonly Hour[]) => hours.reduce((sum, { size }) => sum + size, 0)

/** How far the hour is from usual: relative for counts and sums, absolute for rates and means; and the rows that stand behind it. */
const hourOf = ({ at, value, rows, expected }: HourPoint, relative: boolean): readonly Hour[] => {
  if (expected === null) return []
  if (relative) return expected > 0 ? [{ at, shift: (value ?? 0) / expected - 1, size: expected }] : []
  return value === null ? [] : [{ at, shift: value - expected, size: rows }]
}

/** Variance of one row's worth of shift, from hours of normal days; never below what the sampling of the day's own rate gives. */
const unitVariance = (normal: readonly Hour[], today: readonly Hour[], model: BaselineModel): number => {
  const usual = normal.length > 0 ? median(normal.map(({ shift, size }) => shift * shift * size)) / chiSquareMedian : 0
  const rows = sizeOf(today)
  const level = rows > 0 ? today.reduce((sum, { shift, size }) => sum + Math.abs(shift) * size, 0) / rows : 0
  const sampling = model === 'rate' ? Math.max(1e-4, level * (1 - Math.min(1, level))) : 0
  return Math.max(usual, sampling, 0.02 * level * level, 1e-12)
}

type Weighted = { readonly shift: number; readonly weight: number }

/** Log-likelihood ratio of one common shift against none. */
const natsOf = (hours: readonly Weighted[]) => {
  const weights = hours.reduce((total, { weight }) => total + weight, 0)
  const sum = hours.reduce((total, { shift, weight }) => total + weight * shift, 0)
  return weights > 0 ? (sum * sum) / (2 * weights) : 0
}

/** Whether the evening before stands out by itself, about as strongly as the day. */
const beganThen = (evening: readonly Weighted[], day: readonly Weighted[]) =>
  natsOf(evening) >= fewestNats && Math.abs(meanOf(evening)) >= asStrong * Math.abs(meanOf(day))

/** The shift of all these hours together. */
const meanOf = (hours: readonly Weighted[]) => {
  const weights = hours.reduce((total, { weight }) => total + weight, 0)
  return weights > 0 ? hours.reduce((total, { shift, weight }) => total + weight * shift, 0) / weights : 0
}

type Bounds = { readonly earliest: number; readonly latest: number; readonly sign: -1 | 0 | 1 }

/** The stretch that begins within the bounds and ends anywhere. */
const loudestStretch = (hours: readonly Weighted[], { earliest, latest, sign }: Bounds) => {
  let best = { from: 0, to: 0, nats: 0 }
  for (let from = earliest; from <= latest; from++) {
    let [sum, weights] = [0, 0]
    for (const [offset, { shift, weight }] of hours.slice(from).entries()) {
      sum += weight * shift
      weights += weight
      const nats = weights > 0 && sum * sign >= 0 ? (sum * sum) / (2 * weights) : 0
      if (nats > best.nats) best = { from, to: from + offset, nats }
    }
  }
  return best
}
