import { addLeaves, leavesOf, sumCells } from './cells.ts'
import { rankCells, readCell } from './rankCells.ts'
import { contrast, contrastPenalty, leavesNormalRest, sumLikelihoods } from './rest.ts'
import type { Found, SearchSpace } from './searchSpace.ts'
import { parentMovingAlike } from './wider.ts'

/**
 * Explains the change of these leaves by cells, greedily: the best cell, or the cells inside it when they explain it better and leave a normal
 * rest (minimum description length); its leaves out; again until no cell passes.
 */
export const explain = (space: SearchSpace, leaves: Int32Array, depth = 0): readonly Found[] => {
  const { cuboids, scorer, maxCauses } = space
  const tables = cuboids.map(cuboid => sumCells(cuboid, scorer.columns, leaves))
  const found: Found[] = []
  let left = leaves
  while (found.length < maxCauses && left.length > 0) {
    const [top] = rankCells(tables, space, 1)
    if (top === undefined) break
    const chosen = { ...top, ...parentMovingAlike(tables, space, top) }
    const { cuboid } = chosen.table
    const own = leavesOf(cuboid, chosen.cell, left)
    const columns = readCell(chosen.table, chosen.cell, new Float64Array(scorer.columns.length))
    const whole = { cuboid, cell: chosen.cell, leaves: own, columns, score: top.score, significance: top.significance }
    const inside = depth === 0 ? finer(space, whole) : []
    found.push(...(inside.length > 0 ? inside : [whole]))
    const gone = inside.length > 0 ? Int32Array.from(inside.flatMap(({ leaves: part }) => Array.from(part))) : own
    for (const table of tables) addLeaves(table, scorer.columns, { leaves: gone, sign: -1 })
    left = without(left, gone, space)
  }
  return found
}

const without = (left: Int32Array, gone: Int32Array, { scorer }: SearchSpace): Int32Array => {
  const out = new Uint8Array(scorer.columns[0]?.length ?? 0)
  for (const leaf of gone) out[leaf] = 1
  return left.filter(leaf => out[leaf] === 0)
}

/** The cells inside a found one, if they explain more than it does and what they leave looks normal. */
export const finer = (space: SearchSpace, whole: Found): readonly Found[] => {
  const { scorer, cuboids } = space
  if (scorer.normalShare(whole.leaves, scorer.effect(whole.columns)) <= 0.2) return []
  const deeper = cuboids.filter(
    ({ dimensions }) =>
      dimensions.length > whole.cuboid.dimensions.length &&
      whole.cuboid.dimensions.every(dimension => dimensions.includes(dimension)),
  )
  const inside = explain({ ...space, cuboids: deeper, maxCauses: 8 }, whole.leaves, 1)
  const alone = scorer.likelihood(whole.columns) - (space.penalties[whole.cuboid.dimensions.length] ?? 0)
  const apart = contrast(scorer, whole.columns, inside) > contrastPenalty(space, inside)
  return (apart || sumLikelihoods(space, inside) > alone) &&
    leavesNormalRest(scorer, whole.columns, { found: inside, leastRest: 0.2 })
    ? inside
    : []
}
