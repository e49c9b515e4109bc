import type { Cuboid } from './cuboid.ts'
import type { Scorer } from './scorer.ts'

/** A cell that was found: its leaves among those unexplained when it was found, and its scores after penalty. */
export type Found = {
  readonly cuboid: Cuboid
  readonly cell: number
  readonly leaves: Int32Array
  readonly columns: Float64Array
  readonly score: number
  readonly significance: number
}

export type SearchSpace = {
  readonly cuboids: readonly Cuboid[]
  readonly scorer: Scorer
  /** Per number of attributes, what a cell must score to be more than the best of so many looked at. */
  readonly penalties: readonly number[]
  readonly minEffect: number
  readonly maxCauses: number
  /** Nats that a cell needs beyond its penalty. */
  readonly margin: number
  /** Share of the whole change that a segment must have; a twentieth when left out. */
  readonly leastShare?: number
}
