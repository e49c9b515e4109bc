import type { LeafTable, LeafWindow } from './leafTable.ts'

/** Rows of prior belief that a leaf behaves as its attributes do (m-estimate). */
const priorRows = 20

const rounds = 3
const furthest = 50

/** The leaf's own usual mean, drawn towards what its attributes give together. */
export const usualMeans = (
  table: LeafTable,
  { n, scale }: LeafWindow,
  {
    parts,
    leastPrior = 0,
  }: { readonly parts: Float64Array; /** In parts, where they are events. */ readonly leastPrior?: number },
): Float64Array => {
  const rows = total(n) / scale
  const sign = Math.sign(total(parts)) || 1
  const whole = (total(parts) / scale + sign * 0.5) / (rows + 1)
  const prior = sign * Math.max(priorRows * Math.abs(whole), leastPrior)
  const guess = byAttributes(table, { n, parts, scale, whole, prior })
  return parts.map(
    (part, leaf) => (part / scale + priorRows * (guess[leaf] ?? whole)) / ((n[leaf] ?? 0) / scale + priorRows),
  )
}

type Usual = {
  readonly n: Float64Array
  readonly parts: Float64Array
  readonly scale: number
  readonly whole: number
  readonly prior: number
}

/**
 * Main effects of all dimensions at once, fitted in turns (iterative proportional fitting), so that columns that go together are not counted
 * twice; by differences where a value's total has the other sign (refunds beside sales), which no ratio reaches.
 */
const byAttributes = ({ dimensions, codes }: LeafTable, { n, parts, scale, whole, prior }: Usual): Float64Array => {
  const guess = parts.map(() => whole)
  const sums = dimensions.map(({ values }, dimension) => {
    const own = new Float64Array(values.length)
    for (const [leaf, code] of (codes[dimension] ?? new Int32Array(0)).entries())
      own[code] = (own[code] ?? 0) + (parts[leaf] ?? 0) / scale
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
        fitted[at] = (fitted[at] ?? 0) + ((guess[leaf] ?? 0) * (n[leaf] ?? 0)) / scale
        size[at] = (size[at] ?? 0) + (n[leaf] ?? 0) / scale
      }
      const step = own.map((value, at) =>
        mixed
          ? (value - (fitted[at] ?? 0)) / ((size[at] ?? 0) + priorRows)
          : (value + prior) / ((fitted[at] ?? 0) + prior),
      )
      for (let leaf = 0; leaf < code.length; leaf++) {
        const by = step[code[leaf] ?? 0] ?? (mixed ? 0 : 1)
        guess[leaf] = mixed ? (guess[leaf] ?? 0) + by : (guess[leaf] ?? 0) * by
      }
    }
  }
  return mixed ? guess : guess.map(value => whole * Math.max(1 / furthest, Math.min(furthest, value / whole)))
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0)
