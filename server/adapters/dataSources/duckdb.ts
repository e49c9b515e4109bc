import { z } from 'zod'
import { defineDataSource } from './defineDataSource.ts'
import { duckdbDialect } from './duckdbDialect.ts'

export const duckdb = defineDataSource({
  kind: 'duckdb',
  label: 'DuckDB, CSV or Parquet',
  dialect: duckdbDialect,
  settings: z.strictObject({
    path: z.string().trim().min(1, 'Give the path of a file or folder.').max(4096).meta({
      label: 'Path',
      description:
        'A DuckDB file where Dataing runs, or a folder of CSV or Parquet files: each file or sub-folder is a table.',
      example: '/data/warehouse.duckdb',
    }),
  }),
  async connect({ path }, options) {
    const { connectDuckdb } = await import('./duckdb/connectDuckdb.ts')
    return connectDuckdb(path, options)
  },
})
