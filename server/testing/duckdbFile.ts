import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'

export type DuckdbFile = {
  /** The database file, in a temporary folder of its own. */
  readonly path: string
  readonly folder: string
  /** Runs statements against the file, or against any other; the file is closed again when it returns. */
  readonly run: (statements: readonly string[], path?: string) => Promise<void>
  readonly remove: () => Promise<void>
}

/** Makes a DuckDB database for a test by running these statements. */
export const duckdbFile = async (statements: readonly string[] = []): Promise<DuckdbFile> => {
  const folder = await mkdtemp(join(tmpdir(), 'dataing-fixture-'))
  const path = join(folder, 'test.duckdb')
  const run = (more: readonly string[], other = path) => runAll(other, more)
  const file: DuckdbFile = { path, folder, run, remove: () => rm(folder, { recursive: true, force: true }) }
  await file.run(statements)
  return file
}

const runAll = async (path: string, statements: readonly string[]) => {
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  try {
    for (const statement of statements) await connection.run(statement)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}
