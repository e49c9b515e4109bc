import type { LeafEvidence } from './evidence.ts'
import type { Noise } from './noise.ts'
import type { Scorer } from './scorer.ts'

/**
 * Scores a cell by its totals: quasi-Poisson deviance for counts, rates and sums (the scan statistic of Kulldorff 1997, over-dispersed), squared
 * deviation over variance where parts may be negative. `sign` 1 looks for more than expected, -1 for less.
 */

export const volumeScorer = (evidence: LeafEvidence, noise: Noise, sign: 1 | -1): Scorer => {
  const { observed, expected, variance, volume, gaussian } = evidence
  const columns = [observed, expected, variance, volume ?? expected]
  const total = sign * sum(observed.map((value, leaf) => value - (expected[leaf] ?? 0)))
  const llr = (cell: Float64Array, floor: number) => {
    // Read by place: destructuring walks an iterator, which the millions of cells of a search would feel.
    const o = cell[0] ?? 0
    const e = cell[1] ?? 0
    const v = cell[2] ?? 0
    if (sign * (o - e) <= 0 || v <= 0) return 0
    const size = (Math.abs(o) + Math.abs(e)) / 2
    const extra = floor * floor * size * size
    if (gaussian) return (o - e) ** 2 / (2 * (noise.dispersion * v + extra))
    const unit = v / size
    // A segment new to the baseline has no rate of its own yet; half a row stands in. Rates bring theirs from their prior.
    const usual = sign > 0 && volume === null ? e + 0.5 * unit : e
    if (sign * (o - usual) <= 0) return 0
    const deviance = o > 0 ? o * Math.log(o / usual) - (o - usual) : usual
    return deviance / (noise.dispersion * unit + extra / size)
  }
  const size = ([o = 0, e = 0, , rows = 0]: Float64Array) =>
    volume === null ? Math.max(Math.abs(o), Math.abs(e)) : rows
  const change = (cell: Float64Array) => {
    const base = size(cell)
    return base > 0 ? (sign * ((cell[0] ?? 0) - (cell[1] ?? 0))) / base : 0
  }
  const share = (cell: Float64Array) => (total > 0 ? (sign * ((cell[0] ?? 0) - (cell[1] ?? 0))) / total : 1)
  return {
    columns,
    change,
    error: cell => (noise.dispersion * (cell[2] ?? 0)) / Math.max(size(cell), 1e-12) ** 2,
    effect: cell =>
      (sign * ((cell[0] ?? 0) - (cell[1] ?? 0))) / Math.max(Math.abs(cell[0] ?? 0), Math.abs(cell[1] ?? 0), 1e-12),
    significance: cell => llr(cell, noise.sigma),
    likelihood: cell => llr(cell, 0),
    weight: cell => llr(cell, 0) * Math.max(0.001, Math.min(1, share(cell))) ** 0.25,
    share,
    ...(gaussian || volume === null
      ? {}
      : { parts: (a: Float64Array, b: Float64Array) => sharedRate(a, b) / noise.dispersion }),
    volume: size,
    // All rows swing together from day to day; a rest that moved as far as the cause is not put down to that.
    isStill: () => false,
    normalShare: () => 1,
  }
}

/** What one change per row, the same in both cells, leaves unexplained of the events that each has: in nats of a Poisson count. */
const sharedRate = (a: Float64Array, b: Float64Array): number => {
  const [gain, rows] = [(a[0] ?? 0) - (a[1] ?? 0) + (b[0] ?? 0) - (b[1] ?? 0), (a[3] ?? 0) + (b[3] ?? 0)]
  const of = (cell: Float64Array) => {
    const [o, e, v] = [cell[0] ?? 0, cell[1] ?? 0, cell[2] ?? 0]
    const shared = e + (gain / Math.max(rows, 1e-12)) * (cell[3] ?? 0)
    if (shared <= 0) return 0
    // Variance over events: what one event weighs, as in the likelihood of a cell.
    const unit = v / Math.max((Math.abs(o) + Math.abs(e)) / 2, 1e-12)
    return ((o > 0 ? o * Math.log(o / shared) : 0) - (o - shared)) / Math.max(unit, 1)
  }
  return of(a) + of(b)
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
