import type { LeafModel, LeafTable, LeafWindow } from './leafTable.ts'

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
}

/** Rows of prior belief that a leaf behaves as its attributes do (m-estimate). */
const priorRows = 20

/** Observed and expected parts of each leaf under the model. */
export const leafEvidence = (table: LeafTable, model: LeafModel, [window, baseline]: readonly [LeafWindow, LeafWindow]): LeafEvidence => {
  if (model === 'count') return additive(window.n, baseline.n, [window.n, baseline.n, baseline.scale])
  if (model === 'sum') return additive(window.s, baseline.s, [window.ss, baseline.ss, baseline.scale])
  const usual = shrunkenMeans(table, baseline, model === 'rate' ? baseline.k : baseline.s)
  const observed = model === 'rate' ? window.k : window.s
  const expected = usual.map((value, leaf) => value * (window.n[leaf] ?? 0))
  const spread = model === 'rate' ? 0 : meanVariance(baseline)
  const variance = usual.map((value, leaf) => {
    const rows = window.n[leaf] ?? 0
    const doubt = 1 + rows / ((baseline.n[leaf] ?? 0) / baseline.scale + priorRows)
    const each = model === 'rate' ? ((observed[leaf] ?? 0) + value * rows) / 2 * Math.max(0.05, 1 - value) : Math.max(rows * spread, ownSquares(window, leaf, value))
    return each * doubt
  })
  return { observed, expected, variance, volume: window.n, gaussian: model === 'mean' }
}

/** Counts and sums: a compound Poisson leaf varies by its sum of squares, known from both sides. */
const additive = (observed: Float64Array, expected: Float64Array, [after, before, scale]: readonly [Float64Array, Float64Array, number]): LeafEvidence => ({
  observed, expected, volume: null, gaussian: observed.some(value => value < 0) || expected.some(value => value < 0),
  variance: expected.map((_, leaf) => ((before[leaf] ?? 0) + (after[leaf] ?? 0)) / 2 * (1 + scale)),
})

/** Squares about the expected mean: a leaf that one wild value moved is no evidence. */
const ownSquares = ({ n, s, ss }: LeafWindow, leaf: number, centre: number) =>
  (ss[leaf] ?? 0) - 2 * centre * (s[leaf] ?? 0) + (n[leaf] ?? 0) * centre * centre

const meanVariance = ({ n, s, ss }: LeafWindow): number => {
  const rows = total(n)
  return rows === 0 ? 1e-12 : Math.max(1e-12, total(ss) / rows - (total(s) / rows) ** 2)
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)

/** The leaf's own usual mean, drawn towards what its attributes give together, each by its ratio to the whole (naive Bayes). */
const shrunkenMeans = ({ dimensions, codes }: LeafTable, { n, scale }: LeafWindow, parts: Float64Array): Float64Array => {
  const rows = total(n) / scale
  const sign = Math.sign(total(parts)) || 1
  const whole = (total(parts) / scale + sign * 0.5) / (rows + 1)
  const ratios = dimensions.map(({ values }, dimension) => {
    const own = new Float64Array(values.length)
    const size = new Float64Array(values.length)
    codes[dimension]?.forEach((code, leaf) => {
      own[code] = (own[code] ?? 0) + (parts[leaf] ?? 0) / scale
      size[code] = (size[code] ?? 0) + (n[leaf] ?? 0) / scale
    })
    return own.map((value, code) => (value + priorRows * whole) / ((size[code] ?? 0) + priorRows) / whole)
  })
  // Ratios mean nothing between values of both signs (refunds beside sales); there the attributes add up instead.
  const mixed = ratios.some(own => own.some(ratio => ratio < 0))
  return parts.map((part, leaf) => {
    const added = () => ratios.reduce((sum, ratio, dimension) => sum + whole * ((ratio[codes[dimension]?.[leaf] ?? 0] ?? 1) - 1), whole)
    const guess = mixed ? added() : ratios.reduce((product, ratio, dimension) => product * Math.max(0.05, Math.min(20, ratio[codes[dimension]?.[leaf] ?? 0] ?? 1)), whole)
    return (part / scale + priorRows * guess) / ((n[leaf] ?? 0) / scale + priorRows)
  })
}
