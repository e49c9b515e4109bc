import type { CellTable } from './cells.ts'
import { readCell } from './rankCells.ts'
import type { SearchSpace } from './searchSpace.ts'

/** The coarsest cell around this one whose other leaves move alike; the cell itself where there is none. */
export const parentMovingAlike = (tables: readonly CellTable[], { scorer }: SearchSpace, child: { readonly table: CellTable; readonly cell: number }) => {
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
