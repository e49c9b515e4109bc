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
  /** Each leaf's usual mean where all are positive; null for all but means. */
  readonly unit: Float64Array | null
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
  const relative = model === 'mean' && usual.every(value => value > 0) ? squaredVariation(baseline, usual) : null
  const spread = model === 'mean' && relative === null ? meanVariance(baseline) : 0
  const variance = usual.map((value, leaf) => {
    const rows = window.n[leaf] ?? 0
    const doubt = 1 + baseline.scale
    if (model === 'rate') return ((observed[leaf] ?? 0) + value * rows) / 2 * Math.max(0.05, 1 - value) * doubt
    return Math.max(rows * (relative === null ? spread : relative * value * value), ownSquares(window, leaf, value)) * doubt
  })
  return { observed, expected, variance, volume: window.n, gaussian: model === 'mean', unit: relative === null ? null : usual }
}

/**
 * The same in multiples of each leaf's usual mean, where all are positive: a factor on amounts then shows alike in all leaves, be they dear or
 * cheap, and the few dear ones do not drown the rest.
 */
export const inUnits = (evidence: LeafEvidence): LeafEvidence => {
  const { unit, observed, expected, variance } = evidence
  if (unit === null) return evidence
  return {
    ...evidence, observed: observed.map((value, leaf) => value / (unit[leaf] ?? 1)), expected: expected.map((value, leaf) => value / (unit[leaf] ?? 1)),
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
const additive = (observed: Float64Array, expected: Float64Array, [after, before, scale]: readonly [Float64Array, Float64Array, number]): LeafEvidence => ({
  observed, expected, volume: null, unit: null, gaussian: observed.some(value => value < 0) || expected.some(value => value < 0),
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

const rounds = 3
const furthest = 50

/** The leaf's own usual mean, drawn towards what its attributes give together. */
const shrunkenMeans = (table: LeafTable, { n, scale }: LeafWindow, parts: Float64Array): Float64Array => {
  const rows = total(n) / scale
  const sign = Math.sign(total(parts)) || 1
  const whole = (total(parts) / scale + sign * 0.5) / (rows + 1)
  const guess = byAttributes(table, { n, parts, scale, whole })
  return parts.map((part, leaf) => (part / scale + priorRows * (guess[leaf] ?? whole)) / ((n[leaf] ?? 0) / scale + priorRows))
}

type Usual = { readonly n: Float64Array; readonly parts: Float64Array; readonly scale: number; readonly whole: number }

/**
 * Main effects of all dimensions at once, fitted in turns (iterative proportional fitting), so that columns that go together are not counted
 * twice; by differences where a value's total has the other sign (refunds beside sales), which no ratio reaches.
 */
const byAttributes = ({ dimensions, codes }: LeafTable, { n, parts, scale, whole }: Usual): Float64Array => {
  const guess = parts.map(() => whole)
  const sums = dimensions.map(({ values }, dimension) => {
    const own = new Float64Array(values.length)
    for (const [leaf, code] of (codes[dimension] ?? new Int32Array(0)).entries()) own[code] = (own[code] ?? 0) + (parts[leaf] ?? 0) / scale
    return own
  })
  const mixed = sums.some(own => own.some(value => value * whole < 0))
  for (let round = 0; round < rounds; round++) {
    for (const [dimension, own] of sums.entries()) {
      const code = codes[dimension] ?? new Int32Array(0)
      const fitted = new Float64Array(own.length)
      const size = new Float64Array(own.length)
      for (let leaf = 0; leaf < code.length; leaf++) {
        const at = code[leaf] ?? 0
        fitted[at] = (fitted[at] ?? 0) + (guess[leaf] ?? 0) * (n[leaf] ?? 0) / scale
        size[at] = (size[at] ?? 0) + (n[leaf] ?? 0) / scale
      }
      const step = own.map((value, at) => mixed
        ? (value - (fitted[at] ?? 0)) / ((size[at] ?? 0) + priorRows)
        : (value + priorRows * whole) / ((fitted[at] ?? 0) + priorRows * whole))
      for (let leaf = 0; leaf < code.length; leaf++) {
        const by = step[code[leaf] ?? 0] ?? (mixed ? 0 : 1)
        guess[leaf] = mixed ? (guess[leaf] ?? 0) + by : (guess[leaf] ?? 0) * by
      }
    }
  }
  return mixed ? guess : guess.map(value => whole * Math.max(1 / furthest, Math.min(furthest, value / whole)))
}
