import type { Cuboid } from './cuboid.ts'

/** The additive columns of every cell of a cuboid, from those leaves that are still unexplained. */
export type CellTable = { readonly cuboid: Cuboid; readonly columns: readonly Float64Array[] }

export const sumCells = (cuboid: Cuboid, columns: readonly Float64Array[], leaves: Int32Array): CellTable => {
  const table = { cuboid, columns: columns.map(() => new Float64Array(cuboid.cells)) }
  addLeaves(table, columns, { leaves, sign: 1 })
  return table
}

/** Takes explained leaves out (`sign` -1). */
export const addLeaves = (
  table: CellTable,
  columns: readonly Float64Array[],
  { leaves, sign }: { readonly leaves: Int32Array; readonly sign: 1 | -1 },
) => {
  const { cellOf } = table.cuboid
  for (const [place, column] of columns.entries()) {
    const into = table.columns[place] ?? new Float64Array(0)
    for (const leaf of leaves) {
      const cell = cellOf[leaf] ?? 0
      into[cell] = (into[cell] ?? 0) + sign * (column[leaf] ?? 0)
    }
  }
}

export const leavesOf = (cuboid: Cuboid, cell: number, within: Int32Array): Int32Array =>
  within.filter(leaf => cuboid.cellOf[leaf] === cell)

/** The additive columns of these leaves together. */
export const readLeaves = (columns: readonly Float64Array[], leaves: Int32Array): Float64Array =>
  Float64Array.from(columns, column => leaves.reduce((sum, leaf) => sum + (column[leaf] ?? 0), 0))
