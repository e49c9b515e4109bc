import type { CellTable } from './cells.ts'
import type { Cuboid } from './cuboid.ts'
import type { LeafTable } from './leafTable.ts'
import { rankCells } from './rankCells.ts'
import type { SearchSpace } from './searchSpace.ts'

type Cell = { readonly cuboid: Cuboid; readonly cell: number }
export type Lead = Cell & { readonly score: number }

/** Cells looked at, many of them the same rows under other names. */
const mostRanked = 60
/** Cells that share this much of their rows are two names of one segment. */
const sameRows = 0.99

type Told = { readonly causes: readonly Cell[]; readonly most: number }

/**
 * What else it could have been: next of kin of the causes first (one attribute more or fewer, the usual error of a search like this), then the best
 * of all others; each set of rows once, under the name of fewest attributes.
 */
export const rankLeads = (
  tables: readonly CellTable[],
  space: SearchSpace,
  { table, causes, most }: Told & { readonly table: LeafTable },
): readonly Lead[] => {
  const ranked = rankCells(tables, { ...space, penalties: space.penalties.map(() => 0), margin: 0 }, mostRanked).map(
    ({ table: { cuboid }, cell, score }) => ({ cuboid, cell, score }),
  )
  const kin = ranked.filter(lead => causes.some(cause => isNextOfKin(lead, cause)))
  return distinctCells([...kin, ...ranked.filter(lead => !kin.includes(lead))], table, { causes, most })
}

const isWithin = (child: Cell, parent: Cell) =>
  parent.cuboid.dimensions.every(dimension => child.cuboid.dimensions.includes(dimension)) &&
  parent.cuboid.cellOf[child.cuboid.sample[child.cell] ?? 0] === parent.cell

const isNextOfKin = (a: Cell, b: Cell) =>
  Math.abs(a.cuboid.dimensions.length - b.cuboid.dimensions.length) === 1 && (isWithin(a, b) || isWithin(b, a))

const distinctCells = (cells: readonly Lead[], { windows }: LeafTable, { causes, most }: Told): readonly Lead[] => {
  const rows = Float64Array.from(windows[0]?.n ?? [], (count, leaf) => count + (windows[1]?.n[leaf] ?? 0))
  const isSame = (a: Cell, b: Cell) => {
    let [both, either] = [0, 0]
    for (let leaf = 0; leaf < rows.length; leaf++) {
      const inA = a.cuboid.cellOf[leaf] === a.cell
      const inB = b.cuboid.cellOf[leaf] === b.cell
      if (inA || inB) either += rows[leaf] ?? 0
      if (inA && inB) both += rows[leaf] ?? 0
    }
    return both >= sameRows * either
  }
  let kept: readonly Lead[] = []
  for (const cell of cells) {
    if (causes.some(cause => isSame(cell, cause))) continue
    const place = kept.findIndex(one => isSame(cell, one))
    const before = kept[place]
    if (before === undefined && kept.length < most) kept = [...kept, cell]
    if (before !== undefined && cell.cuboid.dimensions.length < before.cuboid.dimensions.length)
      kept = kept.with(place, cell)
  }
  return kept
}
