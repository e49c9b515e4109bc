import type { LeafTable } from './leafTable.ts'

/** One combination of dimensions: the cell each leaf falls into. A cell is a candidate segment. */
export type Cuboid = {
  readonly dimensions: readonly number[]
  readonly cells: number
  readonly cellOf: Int32Array
  /** A leaf of each cell, to read its values from. */
  readonly sample: Int32Array
}

/** All combinations of 1 to `most` dimensions, smaller ones first. */
export const makeCuboids = (table: LeafTable, most: number): readonly Cuboid[] => {
  const leaves = table.codes[0]?.length ?? 0
  let layer: readonly Cuboid[] = [
    { dimensions: [], cells: 1, cellOf: new Int32Array(leaves), sample: new Int32Array(1) },
  ]
  const all: Cuboid[] = []
  for (let size = 1; size <= most; size++) {
    layer = layer.flatMap(parent =>
      table.dimensions.flatMap((_, dimension) =>
        dimension > (parent.dimensions.at(-1) ?? -1) ? [refine(parent, dimension, table)] : [],
      ),
    )
    all.push(...layer)
  }
  return all
}

const refine = (parent: Cuboid, dimension: number, table: LeafTable): Cuboid => {
  const codes = table.codes[dimension] ?? new Int32Array(0)
  const width = table.dimensions[dimension]?.values.length ?? 0
  const number = numbering(parent.cells * width, codes.length)
  const cellOf = new Int32Array(codes.length)
  const sample: number[] = []
  for (let leaf = 0; leaf < codes.length; leaf++) {
    const cell = number((parent.cellOf[leaf] ?? 0) * width + (codes[leaf] ?? 0))
    cellOf[leaf] = cell
    if (cell === sample.length) sample.push(leaf)
  }
  return {
    dimensions: [...parent.dimensions, dimension],
    cells: sample.length,
    cellOf,
    sample: Int32Array.from(sample),
  }
}

/** Numbers keys in order of first sight: by a plain array where the key space is small, else by a map. */
const numbering = (space: number, leaves: number): ((key: number) => number) => {
  let next = 0
  if (space <= Math.max(1_000_000, 8 * leaves)) {
    const seen = new Int32Array(space)
    return key => {
      const known = seen[key] ?? 0
      if (known > 0) return known - 1
      next++
      seen[key] = next
      return next - 1
    }
  }
  const seen = new Map<number, number>()
  return key => {
    const known = seen.get(key)
    if (known !== undefined) return known
    seen.set(key, next)
    return next++
  }
}
