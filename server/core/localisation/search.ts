import { addLeaves, leavesOf, sumCells, type CellTable } from './cells.ts'
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
}

/** ln of the number of cells of each layer, plus 2: a chance cell passes in one table of twenty, for a normal tail holds a tenth of exp(-score) there. */
export const searchPenalties = (cuboids: readonly Cuboid[]): readonly number[] => {
  const layers: number[] = []
  for (const { dimensions, cells } of cuboids) layers[dimensions.length] = (layers[dimensions.length] ?? 0) + cells
  return Array.from(layers, cells => Math.log(Math.max(1, cells ?? 1)) + 2)
}

/** A segment with less of the whole change is not what the alert is about. */
const leastShare = 0.05
/** Causes that leave less than this share outside are everywhere. */
export const leastRest = 0.05
const decoys = 10
const falseCells = 0.05

/**
 * Raises the penalties to what decoys reach: cells that moved against the alert. Their ten best scores of a layer, taken as an exponential
 * tail, give the level that 0.05 chance cells pass.
 */
export const decoyPenalties = (space: SearchSpace, against: SearchSpace, leaves: Int32Array): readonly number[] =>
  space.penalties.map((penalty, layer) => {
    const tables = space.cuboids.filter(({ dimensions }) => dimensions.length === layer).map(cuboid => sumCells(cuboid, against.scorer.columns, leaves))
    const scores = rankCells(tables, { ...against, penalties: [] }, decoys).map(({ score }) => score)
    const last = scores.at(-1)
    if (last === undefined || scores.length < decoys) return penalty
    const excess = scores.reduce((sum, score) => sum + score - last, 0) / decoys
    return Math.max(penalty, last + excess * Math.log(decoys / falseCells))
  })

export const readCell = ({ columns }: CellTable, cell: number, into: Float64Array) => {
  for (let place = 0; place < columns.length; place++) into[place] = columns[place]?.[cell] ?? 0
  return into
}

/** Every cell that passes, best first, at most `most`. */
export const rankCells = (tables: readonly CellTable[], space: SearchSpace, most: number) => {
  const { scorer, penalties, minEffect, margin } = space
  const buffer = new Float64Array(scorer.columns.length)
  let best: { table: CellTable; cell: number; score: number; significance: number }[] = []
  for (const table of tables) {
    const penalty = penalties[table.cuboid.dimensions.length] ?? 0
    for (let cell = 0; cell < table.cuboid.cells; cell++) {
      readCell(table, cell, buffer)
      if (scorer.effect(buffer) < minEffect || scorer.share(buffer) < leastShare) continue
      const score = scorer.weight(buffer) - penalty
      const last = best.length < most ? 0 : best.at(-1)?.score ?? 0
      if (score <= last) continue
      const significance = scorer.significance(buffer) - penalty
      if (significance <= margin) continue
      best = [...best, { table, cell, score, significance }].toSorted((a, b) => b.score - a.score).slice(0, most)
    }
  }
  return best
}

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

/**
 * The cells of one cuboid that explain more than the greedy ones do: a cause of several values of one dimension hides behind any one value of
 * another that covers them. They must leave a normal rest.
 */
export const explainByOneCuboid = (space: SearchSpace, leaves: Int32Array, { found, leastRest: least }: Parts): readonly Found[] => {
  const { cuboids, scorer, maxCauses } = space
  const whole = Float64Array.from(scorer.columns, column => leaves.reduce((sum, leaf) => sum + (column[leaf] ?? 0), 0))
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
    if (leavesNormalRest(scorer, whole, { found: set, leastRest: least }) && set.every(cell => finer(space, cell).length === 0)) best = { found: set, likelihood }
  }
  return best.found
}

const without = (left: Int32Array, gone: Int32Array, { scorer }: SearchSpace): Int32Array => {
  const out = new Uint8Array(scorer.columns[0]?.length ?? 0)
  for (const leaf of gone) out[leaf] = 1
  return left.filter(leaf => out[leaf] === 0)
}

/** The cells inside a found one, if they explain more than it does and what they leave looks normal. */
const finer = (space: SearchSpace, whole: Found): readonly Found[] => {
  const { scorer, cuboids } = space
  if (scorer.normalShare(whole.leaves, scorer.effect(whole.columns)) <= 0.2) return []
  const deeper = cuboids.filter(({ dimensions }) =>
    dimensions.length > whole.cuboid.dimensions.length && whole.cuboid.dimensions.every(dimension => dimensions.includes(dimension)))
  const inside = explain({ ...space, cuboids: deeper, maxCauses: 8 }, whole.leaves, 1)
  const alone = scorer.likelihood(whole.columns) - (space.penalties[whole.cuboid.dimensions.length] ?? 0)
  const apart = contrast(scorer, whole.columns, inside) > contrastPenalty(space, inside)
  return (apart || sumLikelihoods(space, inside) > alone) && leavesNormalRest(scorer, whole.columns, { found: inside, leastRest: 0.2 }) ? inside : []
}

/** What the cells explain together, each less its penalty. */
export const sumLikelihoods = ({ scorer, penalties }: SearchSpace, found: readonly Found[]) =>
  found.reduce((total, { columns, cuboid }) => total + scorer.likelihood(columns) - (penalties[cuboid.dimensions.length] ?? 0), 0)

type Parts = { readonly found: readonly Found[]; readonly leastRest: number }

/** Whether the found cells leave a rest of at least that share in which hardly anything moved, compared with inside. */
export const leavesNormalRest = (scorer: Scorer, whole: Float64Array, { found, leastRest: least }: Parts): boolean => {
  const inside = new Float64Array(whole.length)
  for (const { columns } of found) for (let place = 0; place < inside.length; place++) inside[place] = (inside[place] ?? 0) + (columns[place] ?? 0)
  const rest = whole.map((value, place) => value - (inside[place] ?? 0))
  return scorer.volume(rest) >= least * scorer.volume(whole) && Math.abs(scorer.change(rest)) < 0.4 * scorer.change(inside)
}

/** The coarsest cell around this one whose other leaves move alike; the cell itself where there is none. */
const parentMovingAlike = (tables: readonly CellTable[], { scorer }: SearchSpace, child: { readonly table: CellTable; readonly cell: number }) => {
  const { dimensions, sample } = child.table.cuboid
  const own = readCell(child.table, child.cell, new Float64Array(scorer.columns.length))
  for (const table of tables) {
    const { cuboid } = table
    if (cuboid.dimensions.length >= dimensions.length) break
    if (!cuboid.dimensions.every(dimension => dimensions.includes(dimension))) continue
    const cell = cuboid.cellOf[sample[child.cell] ?? 0] ?? 0
    const rest = readCell(table, cell, new Float64Array(own.length)).map((value, place) => value - (own[place] ?? 0))
    // A rest that moved as far the other way is hit too: a flipped sign raises some values and lowers others.
    const mirrored = rest.map((_, place) => rest[place === 0 ? 1 : place === 1 ? 0 : place] ?? 0)
    const near = Math.abs(scorer.change(rest)) >= 0.5 * scorer.change(own) || scorer.change(rest) >= 0.1 * scorer.change(own) && scorer.effect(rest) >= 0.5 * scorer.effect(own)
    const alike = near && Math.max(scorer.weight(rest), scorer.weight(mirrored)) > 2
    if (alike || scorer.volume(rest) <= 0.01 * scorer.volume(own)) return { table, cell }
  }
  return { table: child.table, cell: child.cell }
}

/** What the search gains by chance from choosing these cells. */
export const contrastPenalty = ({ penalties }: SearchSpace, found: readonly Found[]) =>
  found.reduce((total, { cuboid }) => total + (penalties[cuboid.dimensions.length] ?? 0), 0)

/** Log-likelihood ratio of the segments and the rest having each their own change against both sharing one. */
export const contrast = (scorer: Scorer, whole: Float64Array, found: readonly Found[]) => {
  const inside = whole.map((_, place) => found.reduce((total, { columns }) => total + (columns[place] ?? 0), 0))
  const rest = whole.map((value, place) => value - (inside[place] ?? 0))
  const variance = scorer.error(inside) + scorer.error(rest)
  return variance > 0 ? (scorer.change(inside) - scorer.change(rest)) ** 2 / (2 * variance) : 0
}
