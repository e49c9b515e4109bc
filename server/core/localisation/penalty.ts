import { sumCells } from './cells.ts'
import type { Cuboid } from './cuboid.ts'
import { rankCells } from './rankCells.ts'
import type { SearchSpace } from './searchSpace.ts'

/** ln of the number of cells of each layer, or of a coarser one that has more, plus 2: a chance cell passes in one table of twenty, for a normal tail holds a tenth of exp(-score) there. */
export const searchPenalties = (cuboids: readonly Cuboid[]): readonly number[] => {
  const layers: number[] = []
  for (const { dimensions, cells } of cuboids) layers[dimensions.length] = (layers[dimensions.length] ?? 0) + cells
  return Array.from(
    layers,
    (_, layer) => Math.log(Math.max(1, ...Array.from(layers.slice(0, layer + 1), cells => cells ?? 1))) + 2,
  )
}

const decoys = 10
const falseCells = 0.05

/**
 * Raises the penalties to what decoys reach: cells that moved against the alert. Their ten best scores of a layer, taken as an exponential
 * tail, give the level that 0.05 chance cells pass.
 */
export const decoyPenalties = (space: SearchSpace, against: SearchSpace, leaves: Int32Array): readonly number[] =>
  space.penalties.map((penalty, layer) => {
    const tables = space.cuboids
      .filter(({ dimensions }) => dimensions.length === layer)
      .map(cuboid => sumCells(cuboid, against.scorer.columns, leaves))
    const scores = rankCells(tables, { ...against, penalties: [] }, decoys).map(({ score }) => score)
    const last = scores.at(-1)
    if (last === undefined || scores.length < decoys) return penalty
    const excess = scores.reduce((sum, score) => sum + score - last, 0) / decoys
    return Math.max(penalty, last + excess * Math.log(decoys / falseCells))
  })
