/**
 * What one GROUP BY over the candidate dimensions brought back: one leaf per combination of values, with additive statistics per window.
 * `windows`: 0 the alert's, 1 the baseline, 2 a placebo (a normal period read as if it were the alert's) where there is one.
 */
export type LeafTable = {
  readonly dimensions: readonly { readonly column: string; readonly values: readonly (string | null)[] }[]
  /** Per dimension, each leaf's place in `values`. */
  readonly codes: readonly Int32Array[]
  readonly windows: readonly LeafWindow[]
}

/**
 * Per leaf: `n` rows, `k` rows for which the condition holds, `s` sum and `ss` sum of squares of the measured column. All four are already
 * scaled to the alert window's length; `scale` is the factor that did it (0.25 for the mean of 4 days, 1 for a single day).
 */
export type LeafWindow = {
  readonly n: Float64Array
  readonly k: Float64Array
  readonly s: Float64Array
  readonly ss: Float64Array
  readonly scale: number
}

/** What the metric adds up from: `count` n, `sum` s, `rate` k/n, `mean` s/n. */
export type LeafModel = 'count' | 'sum' | 'rate' | 'mean'
