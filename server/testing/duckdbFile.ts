import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api'

export type DuckdbFile = {
  /** The database file, in a temporary folder of its own. */
  readonly path: string
  readonly folder: string
  /** Runs statements against the file, or against any other; the file is closed again when it returns. */
  readonly run: (statements: readonly string[], path?: string) => Promise<void>
  /** What one query of the file, or of any other, gives. */
  readonly rows: (sql: string, path?: string) => Promise<readonly Readonly<Record<string, unknown>>[]>
  readonly remove: () => Promise<void>
}

/** Makes a DuckDB database for a test by running these statements. */
export const duckdbFile = async (statements: readonly string[] = []): Promise<DuckdbFile> => {
  const folder = await mkdtemp(join(tmpdir(), 'dataing-fixture-'))
  const path = join(folder, 'test.duckdb')
  const run = (more: readonly string[], other = path) => runAll(other, more)
  const rows: DuckdbFile['rows'] = (sql, other = path) =>
    using(other, async connection => (await connection.runAndReadAll(sql)).getRowObjectsJson())
  const file: DuckdbFile = { path, folder, run, rows, remove: () => rm(folder, { recursive: true, force: true }) }
  await file.run(statements)
  return file
}

const runAll = (path: string, statements: readonly string[]) =>
  using(path, async connection => {
    for (const statement of statements) await connection.run(statement)
  })

const using = async <T>(path: string, work: (connection: DuckDBConnection) => Promise<T>): Promise<T> => {
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  try {
    return await work(connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
