import type { LeafModel, LeafTable, LeafWindow } from './leafTable.ts'
import { usualMeans } from './usualMeans.ts'

/**
 * Per leaf, what the window shows against what the baseline expects of it; `variance` is what sampling alone gives the difference. All three
 * add up, so a cell is the sum of its leaves whatever the metric. `volume`: rows by which rates and means are compared, null for counts and sums.
 */
export type LeafEvidence = {
  readonly observed: Float64Array
  readonly expected: Float64Array
  readonly variance: Float64Array
  readonly volume: Float64Array | null
  /** Whether parts may be negative, so that only differences have a meaning. */
  readonly gaussian: boolean
  /** Each leaf's usual mean where all are positive; null for all but means. */
  readonly unit: Float64Array | null
}

/** A value without events where two were due is no wonder. */
const fewEvents = 2

/** Observed and expected parts of each leaf under the model. */
export const leafEvidence = (
  table: LeafTable,
  model: LeafModel,
  [window, baseline]: readonly [LeafWindow, LeafWindow],
): LeafEvidence => {
  if (model === 'count') return additive(window.n, baseline.n, [window.n, baseline.n, baseline.scale])
  if (model === 'sum') return additive(window.s, baseline.s, [window.ss, baseline.ss, baseline.scale])
  const usual =
    model === 'rate'
      ? usualMeans(table, baseline, { parts: baseline.k, leastPrior: fewEvents })
      : usualMeans(table, baseline, { parts: baseline.s })
  const observed = model === 'rate' ? window.k : window.s
  const expected = usual.map((value, leaf) => value * (window.n[leaf] ?? 0))
  const relative = model === 'mean' && usual.every(value => value > 0) ? squaredVariation(baseline, usual) : null
  const spread = model === 'mean' && relative === null ? meanVariance(baseline) : 0
  const variance = usual.map((value, leaf) => {
    const rows = window.n[leaf] ?? 0
    const doubt = 1 + baseline.scale
    if (model === 'rate') return (((observed[leaf] ?? 0) + value * rows) / 2) * Math.max(0.05, 1 - value) * doubt
    return (
      Math.max(rows * (relative === null ? spread : relative * value * value), ownSquares(window, leaf, value)) * doubt
    )
  })
  return {
    observed,
    expected,
    variance,
    volume: window.n,
    gaussian: model === 'mean',
    unit: relative === null ? null : usual,
  }
}

/**
 * The same in multiples of each leaf's usual mean, where all are positive: a factor on amounts then shows alike in all leaves, be they dear or
 * cheap, and the few dear ones do not drown the rest.
 */
export const inUnits = (evidence: LeafEvidence): LeafEvidence => {
  const { unit, observed, expected, variance } = evidence
  if (unit === null) return evidence
  return {
    ...evidence,
    observed: observed.map((value, leaf) => value / (unit[leaf] ?? 1)),
    expected: expected.map((value, leaf) => value / (unit[leaf] ?? 1)),
    variance: variance.map((value, leaf) => value / (unit[leaf] ?? 1) ** 2),
  }
}

/** Variance of single amounts over the square of their leaf's mean, pooled within leaves. */
const squaredVariation = (baseline: LeafWindow, usual: Float64Array) => {
  let [squares, size] = [0, 0]
  for (const [leaf, centre] of usual.entries()) {
    squares += ownSquares(baseline, leaf, centre) / (centre * centre)
    size += baseline.n[leaf] ?? 0
  }
  return size > 0 ? Math.max(1e-6, squares / size) : 1
}

/** Counts and sums: a compound Poisson leaf varies by its sum of squares, known from both sides. */
const additive = (
  observed: Float64Array,
  expected: Float64Array,
  [after, before, scale]: readonly [Float64Array, Float64Array, number],
): LeafEvidence => ({
  observed,
  expected,
  volume: null,
  unit: null,
  gaussian: observed.some(value => value < 0) || expected.some(value => value < 0),
  variance: expected.map((_, leaf) => (((before[leaf] ?? 0) + (after[leaf] ?? 0)) / 2) * (1 + scale)),
})

/** Squares about the expected mean: a leaf that one wild value moved is no evidence. */
const ownSquares = ({ n, s, ss }: LeafWindow, leaf: number, centre: number) =>
  (ss[leaf] ?? 0) - 2 * centre * (s[leaf] ?? 0) + (n[leaf] ?? 0) * centre * centre

const meanVariance = ({ n, s, ss }: LeafWindow): number => {
  const rows = total(n)
  return rows === 0 ? 1e-12 : Math.max(1e-12, total(ss) / rows - (total(s) / rows) ** 2)
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)
