import { median } from '../shared/statistics.ts'
import { leavesOf, readLeaves, sumCells, type CellTable } from './cells.ts'
import { rankCells, readCell } from './rankCells.ts'
import { leastRest, leavesNormalRest, sumLikelihoods } from './rest.ts'
import { finer } from './search.ts'
import type { Found, SearchSpace } from './searchSpace.ts'
import { parentMovingAlike } from './wider.ts'

/** Values of one dimension that are one cause: the keys that a table looked up lacks, the ids that somebody left out. Each by itself may be small. */
const mostValues = 60

/** Nats by which two explanations are the same one under other names. */
const hardly = 1e-6
/** Nats that each further part of one and the same place must bring: half the logarithm of some hundred rows, as for any parameter (Schwarz 1978). */
const split = 3

/** Whether the cells are hardly more than parts of the others: most of what they explain lies there. */
const isWithin = (parts: readonly Found[], whole: readonly Found[]) => {
  const leaves = new Set(whole.flatMap(({ leaves: own }) => Array.from(own)))
  const inside = parts.filter(part => part.leaves.every(leaf => leaves.has(leaf)))
  const weight = (list: readonly Found[]) => list.reduce((sum, { score }) => sum + score, 0)
  return weight(inside) >= mostly * weight(parts)
}
const mostly = 0.9
const attributes = (found: readonly Found[]) => found.reduce((sum, { cuboid }) => sum + cuboid.dimensions.length, 0)

/**
 * The cells of one cuboid that explain more than the greedy ones do: a cause of several values of one dimension hides behind any one value of
 * another that covers them. They must leave a normal rest.
 */
export const explainByOneCuboid = (
  space: SearchSpace,
  leaves: Int32Array,
  found: readonly Found[],
): readonly Found[] => {
  const { cuboids, scorer, maxCauses } = space
  const whole = readLeaves(scorer.columns, leaves)
  const tables = cuboids.map(cuboid => sumCells(cuboid, scorer.columns, leaves))
  let best = { found, likelihood: sumLikelihoods(space, found) }
  for (const cuboid of cuboids.filter(({ dimensions }) => dimensions.length <= 2)) {
    const table = sumCells(cuboid, scorer.columns, leaves)
    const isOfValues = cuboid.dimensions.length === 1
    const most = isOfValues ? mostValues : maxCauses
    const cells = rankCells([table], isOfValues ? { ...space, leastShare: 0 } : space, most + 1)
    // Parts of something coarser that moves alike are told by a coarser cuboid.
    const isPart = cells.some(({ cell }) => parentMovingAlike(tables, space, { table, cell }).table.cuboid !== cuboid)
    if (cells.length === 0 || cells.length > most || isPart) continue
    const columns = cells.map(({ cell }) => readCell(table, cell, new Float64Array(scorer.columns.length)))
    const likelihood = columns.reduce(
      (sum, cell) => sum + scorer.likelihood(cell) - (space.penalties[cuboid.dimensions.length] ?? 0),
      0,
    )
    const set = cells.map(({ cell, score, significance }, place): Found => ({
      cuboid,
      cell,
      leaves: leavesOf(cuboid, cell, leaves),
      columns: columns[place] ?? new Float64Array(0),
      score,
      significance,
    }))
    const gained = likelihood - best.likelihood
    const more = set.length - best.found.length
    const isPlainer =
      (Math.abs(gained) < hardly && attributes(set) < attributes(best.found)) ||
      (more < 0 && isWithin(best.found, set) && gained > more * split)
    if (gained <= (more > 0 && isWithin(set, best.found) ? more * split : 0) && !isPlainer) continue
    if (
      leavesNormalRest(scorer, whole, { found: set, leastRest }) &&
      set.every(cell => finer(space, cell).length === 0)
    ) {
      best = { found: isOfValues ? [...set, ...likeThem(space, { table, leaves, set })] : set, likelihood }
    }
  }
  return best.found
}

/** So many values of one dimension that moved make it no wonder that another one did. */
const fewestValues = 5

/** The values beside such a set that moved as it did, though they have too few rows to be named by themselves. */
const likeThem = (
  { scorer }: SearchSpace,
  { table, leaves, set }: { readonly table: CellTable; readonly leaves: Int32Array; readonly set: readonly Found[] },
): readonly Found[] => {
  const { cuboid } = table
  if (set.length < fewestValues) return []
  const typical = median(set.map(({ columns }) => scorer.effect(columns)))
  const surprise = Math.log(cuboid.cells / set.length) + 1
  return Array.from({ length: cuboid.cells }, (_, cell) => cell)
    .filter(cell => set.every(known => known.cell !== cell))
    .flatMap(cell => {
      const columns = readCell(table, cell, new Float64Array(scorer.columns.length))
      const significance = scorer.significance(columns) - surprise
      return significance > 0 && scorer.effect(columns) >= 0.8 * typical
        ? [{ cuboid, cell, leaves: leavesOf(cuboid, cell, leaves), columns, score: significance, significance }]
        : []
    })
}
