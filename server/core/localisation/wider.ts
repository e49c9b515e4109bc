import type { CellTable } from './cells.ts'
import { readCell } from './rankCells.ts'
import type { SearchSpace } from './searchSpace.ts'

/** Nats from which the rest moved beyond chance. */
const clearly = 2

/**
 * The coarsest cell around this one whose other leaves move alike: half as far per row, or a tenth as far and by half as large a relative change (from
 * 2 to 5 % beside from 2 to 60 %). The cell itself where there is none.
 */
export const parentMovingAlike = (
  tables: readonly CellTable[],
  { scorer }: SearchSpace,
  child: { readonly table: CellTable; readonly cell: number },
) => {
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
    const [beside, here] = [scorer.change(rest), scorer.change(own)]
    const isAlike =
      Math.abs(beside) >= 0.5 * here || (beside >= 0.1 * here && scorer.effect(rest) >= 0.5 * scorer.effect(own))
    if (isAlike && Math.max(scorer.weight(rest), scorer.weight(mirrored)) > clearly) return { table, cell }
  }
  return { table: child.table, cell: child.cell }
}
