import type { LeafTable } from '../localisation/leafTable.ts'
import type { Answer } from '../ports/dataSource.ts'
import { columnPlaces, inOrder } from './answerRows.ts'
import type { Lens } from './lens.ts'

/** The answer of the leaf query as dictionaries and typed arrays, each window multiplied by its scale to the size of the alert's. */
export const leafTable = (
  given: Answer,
  dimensions: readonly string[],
  { lens, scales }: { lens: Lens; scales: readonly number[] },
): LeafTable => {
  const answer = inOrder(
    given,
    dimensions.map((_, index) => `v${index}`),
  )
  const size = answer.rows.length
  const place = columnPlaces(answer)
  const numbers = (name: string, scale: number) => {
    const index = place(name)
    const array = new Float64Array(size)
    if (index !== undefined)
      answer.rows.forEach((cells, row) => {
        array[row] = scale * Number(cells[index] ?? 0)
      })
    return array
  }
  const codes = dimensions.map((_, index) => encode(answer, place(`v${index}`) ?? -1))
  return {
    dimensions: dimensions.map((column, index) => ({ column, values: codes[index]?.values ?? [] })),
    codes: codes.map(({ codes: own }) => own),
    windows: scales.map((scale, window) => ({
      // A mean is over the rows that have the number, so those are its rows.
      n: numbers(`${lens.model === 'mean' ? 'c' : 'n'}${window}`, scale),
      k: numbers(`k${window}`, scale),
      s: numbers(`s${window}`, scale),
      ss: numbers(`q${window}`, scale),
      scale,
    })),
  }
}

const encode = (answer: Answer, index: number) => {
  const known = new Map<string | null, number>()
  const values: (string | null)[] = []
  const codes = new Int32Array(answer.rows.length)
  answer.rows.forEach((cells, row) => {
    const cell = cells[index] ?? null
    const value = cell === null ? null : String(cell)
    let code = known.get(value)
    if (code === undefined) {
      code = values.length
      known.set(value, code)
      values.push(value)
    }
    codes[row] = code
  })
  return { values, codes }
}
