/** How a cell is judged, given its additive columns. */
export type Scorer = {
  /** Per leaf, what is added up. */
  readonly columns: readonly Float64Array[]
  /** Log-likelihood ratio of a change in the alert's direction, every known noise counted. */
  readonly significance: (cell: Float64Array) => number
  /** The same for choosing between cells that overlap: additive over disjoint cells. */
  readonly weight: (cell: Float64Array) => number
  /** Relative change in the alert's direction, at most 1. */
  readonly effect: (cell: Float64Array) => number
  /** Change per unit of volume, to compare a cell with the rest of a larger one. */
  readonly change: (cell: Float64Array) => number
  /** Share of these leaves that look normal though their cell moved; 1 where single leaves cannot tell. */
  readonly normalShare: (leaves: Int32Array, effect: number) => number
}
