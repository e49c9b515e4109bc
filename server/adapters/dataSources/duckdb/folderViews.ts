import { stat } from 'node:fs/promises'
import type { DuckDBConnection, DuckDBValue } from '@duckdb/node-api'
import type { FolderTable } from './readFolder.ts'

/** Rows that decide the types of a CSV file's columns. */
const SNIFFED_ROWS = 1_000_000

/** What the files of a table come to; `rows` null where they do not say. */
export type FolderTableSize = { readonly rows: number | null; readonly bytes: number }

/** Makes one view per table; returns the size of each. */
export const createFolderViews = async (connection: DuckDBConnection, tables: readonly FolderTable[]) => {
  const sizes = new Map<string, FolderTableSize>()
  for (const table of tables) {
    const files = `[${table.files.map(text).join(', ')}]`
    if (table.format === 'parquet') await connection.run(view(table, `read_parquet(${files}, union_by_name = true)`))
    else await createCsvView(connection, table, files)
    sizes.set(table.name, {
      rows: table.format === 'parquet' ? await rowsOf(connection, files) : null,
      bytes: await bytesOf(table),
    })
  }
  return sizes
}

/** Types are read once, over many rows, and pinned: DuckDB would guess them again for each query, from fewer rows. */
const createCsvView = async (connection: DuckDBConnection, table: FolderTable, files: string) => {
  const sniffed = `read_csv(${files}, union_by_name = true, sample_size = ${SNIFFED_ROWS})`
  const described = await connection.runAndReadAll(`DESCRIBE SELECT * FROM ${sniffed}`)
  const types = described
    .getRows()
    .map(([name, type]) => `${text(textOf(name))}: ${text(textOf(type))}`)
    .join(', ')
  // Files whose columns differ have no common list of types.
  const source = table.files.length === 1 ? `read_csv(${files}, types = {${types}})` : sniffed
  await connection.run(view(table, source))
}

const rowsOf = async (connection: DuckDBConnection, files: string) => {
  const counted = await connection.runAndReadAll(`SELECT sum(num_rows)::DOUBLE FROM parquet_file_metadata(${files})`)
  return Number(counted.getRowsJson()[0]?.[0] ?? 0)
}

const bytesOf = async ({ files }: FolderTable) =>
  (await Promise.all(files.map(file => stat(file)))).reduce((sum, { size }) => sum + size, 0)

const textOf = (value: DuckDBValue | undefined) => value?.toString() ?? ''

const view = ({ name }: FolderTable, source: string) =>
  `CREATE VIEW "${name.replaceAll('"', '""')}" AS SELECT * FROM ${source}`

const text = (value: string) => `'${value.replaceAll("'", "''")}'`
