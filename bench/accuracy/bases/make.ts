import { openDuckDbFile } from '../../../demo/duckDbFile.ts'
import type { Base } from '../base.ts'

/** Writes a base from its statements. */
export const made =
  (statements: (size: { readonly seed: string; readonly rows: number }) => readonly string[]): Base['make'] =>
  async (path, size) => {
    const file = await openDuckDbFile(path)
    await file.run(...statements(size))
    await file.close()
  }

/** 'YYYY-MM-DD' as day/month/year, and what a parser for the other order makes of it: the wrong day up to the twelfth, nothing after it. */
export const dayMonth = (text: string) => ({
  written: `strftime(${text}::DATE, '%d/%m/%Y')`,
  parsed: `CASE WHEN day(${text}::DATE) <= 12 THEN make_date(year(${text}::DATE), day(${text}::DATE), month(${text}::DATE)) END`,
})

export const sumOf = (column: string) =>
  [
    { kind: 'sum', column },
    { kind: 'average', column },
  ] as const

/** Amounts that belong together, times a factor (a number or SQL), and the text of one of them. */
export const scaled =
  (columns: readonly string[], text: { readonly column: string; readonly of: string } | null = null) =>
  (factor: number | string) => ({
    ...Object.fromEntries(columns.map(column => [column, `${column} * ${factor}`])),
    ...(text && { [text.column]: `(${text.of} * ${factor})::DECIMAL(12, 2)::VARCHAR` }),
  })
