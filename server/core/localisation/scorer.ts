/** How a cell is judged, given its additive columns. */
export type Scorer = {
  /** Per leaf, what is added up. */
  readonly columns: readonly Float64Array[]
  /** Log-likelihood ratio of a change in the alert's direction, every known noise counted. */
  readonly significance: (cell: Float64Array) => number
  /** The same without day-to-day swings: additive over disjoint cells, to compare one cell with several. */
  readonly likelihood: (cell: Float64Array) => number
  /** The likelihood, less for cells that explain little of the whole change: to choose between cells that overlap. */
  readonly weight: (cell: Float64Array) => number
  /** Share of the whole change that lies in the cell. */
  readonly share: (cell: Float64Array) => number
  /** How much of the table it is. */
  readonly volume: (cell: Float64Array) => number
  /** Relative change in the alert's direction, at most 1. */
  readonly effect: (cell: Float64Array) => number
  /** Change per unit of volume, to compare a cell with the rest of a larger one. */
  readonly change: (cell: Float64Array) => number
  /** Variance of that change by sampling alone. */
  readonly error: (cell: Float64Array) => number
  /** Log-likelihood ratio of two cells having each their own rate of change against one for both, where events can be counted. */
  readonly parts?: (a: Float64Array, b: Float64Array) => number
  /** Whether what the causes leave is no more than noise, so that nothing is left to explain. */
  readonly isStill: (rest: Float64Array) => boolean
  /** Share of these leaves that look normal though their cell moved; 1 where single leaves cannot tell. */
  readonly normalShare: (leaves: Int32Array, effect: number) => number
}
