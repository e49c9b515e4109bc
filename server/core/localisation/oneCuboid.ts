import { leavesOf, readLeaves, sumCells } from './cells.ts'
import { rankCells, readCell } from './rankCells.ts'
import { leastRest, leavesNormalRest, sumLikelihoods } from './rest.ts'
import { finer } from './search.ts'
import type { Found, SearchSpace } from './searchSpace.ts'
import { parentMovingAlike } from './wider.ts'

/**
 * The cells of one cuboid that explain more than the greedy ones do: a cause of several values of one dimension hides behind any one value of
 * another that covers them. They must leave a normal rest.
 */
export const explainByOneCuboid = (space: SearchSpace, leaves: Int32Array, found: readonly Found[]): readonly Found[] => {
  const { cuboids, scorer, maxCauses } = space
  const whole = readLeaves(scorer.columns, leaves)
  const tables = cuboids.map(cuboid => sumCells(cuboid, scorer.columns, leaves))
  let best = { found, likelihood: sumLikelihoods(space, found) }
  for (const cuboid of cuboids.filter(({ dimensions }) => dimensions.length <= 2)) {
    const table = sumCells(cuboid, scorer.columns, leaves)
    const cells = rankCells([table], space, maxCauses + 1)
    // Parts of something coarser that moves alike are told by a coarser cuboid.
    const isPart = cells.some(({ cell }) => parentMovingAlike(tables, space, { table, cell }).table.cuboid !== cuboid)
    if (cells.length === 0 || cells.length > maxCauses || isPart) continue
    const columns = cells.map(({ cell }) => readCell(table, cell, new Float64Array(scorer.columns.length)))
    const likelihood = columns.reduce((sum, cell) => sum + scorer.likelihood(cell) - (space.penalties[cuboid.dimensions.length] ?? 0), 0)
    if (likelihood <= best.likelihood) continue
    const set = cells.map(({ cell, score, significance }, place): Found =>
      ({ cuboid, cell, leaves: leavesOf(cuboid, cell, leaves), columns: columns[place] ?? new Float64Array(0), score, significance }))
    if (leavesNormalRest(scorer, whole, { found: set, leastRest }) && set.every(cell => finer(space, cell).length === 0)) best = { found: set, likelihood }
  }
  return best.found
}
