import type { Answer, Cell } from '../ports/dataSource.ts'

/** One row of an answer, read by column name. */
export type Row = {
  /** The number in that column; null for NULL, text that is no number, or no such column. */
  readonly number: (column: string) => number | null
  /** The same, 0 for null. */
  readonly count: (column: string) => number
  readonly text: (column: string) => string | null
}

/** Finds the place of a column by the name that its query gave it; some engines fold such names to upper case. Undefined where there is none. */
export const columnPlaces = ({ columns }: Answer) => {
  const places = new Map(columns.map(({ name }, index) => [name, index]))
  return (name: string): number | undefined => places.get(name) ?? places.get(name.toUpperCase())
}

const byText = (a: Cell | undefined, b: Cell | undefined): number => {
  if (a === b) return 0
  const [left, right] = [a ?? null, b ?? null].map(cell => (cell === null ? '' : `=${String(cell)}`))
  return (left ?? '') < (right ?? '') ? -1 : left === right ? 0 : 1
}

/** The answer with its rows in the order of these columns, NULL first: no two engines give the groups of a query in the same order, nor one engine twice. */
export const inOrder = (answer: Answer, names: readonly string[]): Answer => {
  const place = columnPlaces(answer)
  const places = names.flatMap(name => place(name) ?? [])
  const compare = (a: readonly Cell[], b: readonly Cell[]) => {
    for (const at of places) {
      const order = byText(a[at], b[at])
      if (order !== 0) return order
    }
    return 0
  }
  return { ...answer, rows: answer.rows.toSorted(compare) }
}

export const answerRows = (answer: Answer): readonly Row[] => {
  const place = columnPlaces(answer)
  return answer.rows.map(cells => {
    const cell = (column: string): Cell => cells[place(column) ?? -1] ?? null
    const number = (column: string) => {
      const value = cell(column)
      if (value === null || typeof value === 'boolean') return null
      const parsed = Number(value)
      return Number.isFinite(parsed) ? parsed : null
    }
    return {
      number,
      count: column => number(column) ?? 0,
      text: column => {
        const value = cell(column)
        return value === null ? null : String(value)
      },
    }
  })
}
