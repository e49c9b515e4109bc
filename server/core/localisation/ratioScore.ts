import { median } from '../shared/statistics.ts'
import type { LeafEvidence } from './evidence.ts'
import type { Scorer } from './scorer.ts'

/** The last decimal that any value uses, at most six: what it was rounded to. */
const resolutionOf = (values: Float64Array) => {
  for (let digits = 0; digits < 6; digits++) {
    const unit = 10 ** digits
    if (values.every(value => Math.abs(value * unit - Math.round(value * unit)) < 1e-6 * Math.max(1, Math.abs(value))))
      return 1 / unit
  }
  return 0
}

/** Bounded relative deviation of each leaf, positive in the alert's direction, less what rounding alone makes of it; NaN where nothing is or was. */
const deviations = ({ observed, expected }: LeafEvidence, sign: 1 | -1) => {
  const rounding = Math.max(resolutionOf(observed), resolutionOf(expected))
  return observed.map((value, leaf) => {
    const usual = expected[leaf] ?? 0
    const size = Math.max(Math.abs(value), Math.abs(usual))
    const apart = value - usual
    return size > 0
      ? Math.max(-1, Math.min(1, (sign * Math.sign(apart) * Math.max(0, Math.abs(apart) - 1.001 * rounding)) / size))
      : NaN
  })
}

/** Robust spread of the leaves that moved against the alert: what is noise there is noise here (a mirror null). */
const quietSpread = (relative: Float64Array) => {
  const quiet = Array.from(relative).filter(value => value < 0)
  if (quiet.length < 10) return 0.05
  return Math.max(1e-4, median(quiet.map(Math.abs)) / 0.6745)
}

/** Standard deviations of the rest's mean that are noise. */
const stillWithin = 2

/**
 * Scores a cell by its leaves' relative deviations, each leaf one vote: for tables that hold one row per leaf already, where noise is
 * proportional to the value. Normal likelihood with a free mean and a spread held between that of the noise and of a blurred effect.
 */
export const ratioScorer = (evidence: LeafEvidence, sign: 1 | -1): Scorer => {
  const relative = deviations(evidence, sign)
  const sigma = quietSpread(relative)
  const columns = [
    relative.map(x => (Number.isNaN(x) ? 0 : 1)),
    relative.map(x => (Number.isNaN(x) ? 0 : x)),
    relative.map(x => (Number.isNaN(x) ? 0 : x * x)),
  ]
  const llr = (cell: Float64Array) => {
    const n = cell[0] ?? 0
    const sum = cell[1] ?? 0
    const squares = cell[2] ?? 0
    if (n < 0.5 || sum <= 0) return 0
    const mu = sum / n
    const spread = Math.max(0, squares / n - mu * mu)
    const least = Math.max(0.03, 0.7 * sigma) ** 2
    const s2 = Math.max(least, Math.min(spread, Math.max(1.5 * sigma, 0.35 * mu) ** 2))
    const gain = (n / 2) * Math.log((sigma * sigma) / s2) - (n * spread) / (2 * s2) + squares / (2 * sigma * sigma)
    return Math.max(0, Math.min(gain, (n * mu * mu) / (sigma * sigma)))
  }
  const effect = (cell: Float64Array) => ((cell[0] ?? 0) > 0.5 ? (cell[1] ?? 0) / (cell[0] ?? 1) : 0)
  const error = ([n = 0, sum = 0, squares = 0]: Float64Array) =>
    n > 0 ? Math.max(sigma * sigma, squares / n - (sum / n) ** 2) / n : 0
  return {
    columns,
    effect,
    change: effect,
    significance: llr,
    likelihood: llr,
    weight: llr,
    share: () => 1,
    volume: ([n = 0]) => n,
    error,
    isStill: rest => effect(rest) ** 2 <= stillWithin ** 2 * error(rest),
    normalShare: (leaves, mu) => {
      let [normal, all] = [0, 0]
      for (const leaf of leaves) {
        const size = Math.max(evidence.observed[leaf] ?? 0, evidence.expected[leaf] ?? 0)
        all += size
        if (!((relative[leaf] ?? 0) >= mu / 2)) normal += size
      }
      return all > 0 ? normal / all : 0
    },
  }
}
