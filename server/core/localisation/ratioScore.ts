import { median } from '../shared/statistics.ts'
import type { LeafEvidence } from './evidence.ts'
import type { Scorer } from './scorer.ts'

/** Bounded relative deviation of each leaf, positive in the alert's direction; NaN where nothing is or was. */
const deviations = ({ observed, expected }: LeafEvidence, sign: 1 | -1) => observed.map((value, leaf) => {
  const usual = expected[leaf] ?? 0
  const size = Math.max(Math.abs(value), Math.abs(usual))
  return size > 0 ? sign * (value - usual) / size : NaN
})

/** Robust spread of the leaves that moved against the alert: what is noise there is noise here (a mirror null). */
const quietSpread = (relative: Float64Array) => {
  const quiet = Array.from(relative).filter(value => value < 0)
  if (quiet.length < 10) return 0.05
  return Math.max(1e-4, median(quiet.map(Math.abs)) / 0.6745)
}

/**
 * Scores a cell by its leaves' relative deviations, each leaf one vote: for tables that hold one row per leaf already, where noise is
 * proportional to the value. Normal likelihood with a free mean and a spread held between that of the noise and of a blurred effect.
 */
export const ratioScorer = (evidence: LeafEvidence, sign: 1 | -1): Scorer => {
  const relative = deviations(evidence, sign)
  const sigma = quietSpread(relative)
  const columns = [relative.map(x => Number.isNaN(x) ? 0 : 1), relative.map(x => Number.isNaN(x) ? 0 : x), relative.map(x => Number.isNaN(x) ? 0 : x * x)]
  const llr = (cell: Float64Array) => {
    const n = cell[0] ?? 0
    const sum = cell[1] ?? 0
    const squares = cell[2] ?? 0
    if (n < 0.5 || sum <= 0) return 0
    const mu = sum / n
    const spread = Math.max(0, squares / n - mu * mu)
    const least = Math.max(0.03, 0.7 * sigma) ** 2
    const s2 = Math.max(least, Math.min(spread, Math.max(1.5 * sigma, 0.35 * mu) ** 2))
    const gain = n / 2 * Math.log(sigma * sigma / s2) - n * spread / (2 * s2) + squares / (2 * sigma * sigma)
    return Math.max(0, Math.min(gain, n * mu * mu / (sigma * sigma)))
  }
  const effect = (cell: Float64Array) => (cell[0] ?? 0) > 0.5 ? (cell[1] ?? 0) / (cell[0] ?? 1) : 0
  return {
    columns, effect, change: effect, significance: llr, likelihood: llr, weight: llr, share: () => 1, volume: ([n = 0]) => n,
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
