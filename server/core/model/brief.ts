/** What a cell that leaves for a model is. */
export type ExposedClass = 'name' | 'value' | 'row'

/** How much of a column leaves, and how it was made harmless. */
export type Exposure = {
  readonly table: string
  readonly column: string
  readonly class: ExposedClass
  readonly cells: number
  /** Cells whose text is a token in place of the value. */
  readonly masked: number
}

/** A heading of ours and lines that may hold text from outside; every line is cleaned and cut. */
export type BriefSection = { readonly title: string; readonly lines: readonly string[] }

/** All that a model is told in one call besides its instructions: data and nothing but data. */
export type Brief = { readonly sections: readonly BriefSection[]; readonly exposures: readonly Exposure[] }

/** Adds up what leaves, column by column. */
export const addedExposures = (
  cells: readonly (Omit<Exposure, 'cells' | 'masked'> & { readonly isMasked: boolean })[],
): readonly Exposure[] => {
  const sums = new Map<string, Exposure>()
  for (const { isMasked, ...cell } of cells) {
    const key = JSON.stringify([cell.table, cell.column, cell.class])
    const before = sums.get(key) ?? { ...cell, cells: 0, masked: 0 }
    sums.set(key, { ...before, cells: before.cells + 1, masked: before.masked + (isMasked ? 1 : 0) })
  }
  return [...sums.values()]
}
