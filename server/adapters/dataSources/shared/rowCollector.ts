import type { Cell, Limits } from '../../../core/ports/dataSource.ts'

/** Gathers rows until a cap is reached; the row that would cross it is left out. */
export interface RowCollector {
  /** False once a cap has cut: no further row is wanted. */
  add(row: readonly Cell[]): boolean
  /** Bytes of the cells so far. */
  bytes(): number
  /** Says that there was more than was taken. */
  cut(): void
  taken(): { readonly rows: readonly (readonly Cell[])[]; readonly truncated: boolean }
}

export const createRowCollector = ({ maxRows, maxBytes }: Pick<Limits, 'maxRows' | 'maxBytes'>): RowCollector => {
  const rows: (readonly Cell[])[] = []
  let bytes = 0
  let truncated = false
  return {
    add(row) {
      const size = row.reduce<number>((sum, cell) => sum + cellBytes(cell), 0)
      truncated ||= rows.length >= maxRows || bytes + size > maxBytes
      if (truncated) return false
      rows.push(row)
      bytes += size
      return true
    },
    bytes: () => bytes,
    cut: () => void (truncated = true),
    taken: () => ({ rows, truncated }),
  }
}

const cellBytes = (cell: Cell) => (typeof cell === 'string' ? Buffer.byteLength(cell) : 8)
