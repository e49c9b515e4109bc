import { createHash } from 'node:crypto'
import { DuckDBInstance } from '@duckdb/node-api'
import { SENTINEL, warehouseStatements, warehouseTables } from './warehouse.ts'

export type Playground = Awaited<ReturnType<typeof startPlayground>>

const LOCKS = [
  'enable_external_access = false',
  'autoload_known_extensions = false',
  'allow_community_extensions = false',
  'lock_configuration = true',
]

/** The warehouse of the corpus in a locked DuckDB, in memory. */
export const startPlayground = async () => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1', memory_limit: '256MB' })
  const connection = await instance.connect()
  for (const sql of [...warehouseStatements('duckdb'), ...LOCKS.map(setting => `SET ${setting}`)])
    await connection.run(sql)

  /** Runs one prepared statement for at most a second: its first rows as text, or its error. */
  const run = async (sql: string) => {
    const stop = setTimeout(() => connection.interrupt(), 1_000)
    try {
      const prepared = await connection.prepare(sql)
      return JSON.stringify((await prepared.runAndReadUntil(1_000)).getRowsJson())
    } catch (problem) {
      return problem instanceof Error ? problem : new Error(String(problem))
    } finally {
      clearTimeout(stop)
    }
  }
  return {
    run,
    leaks: async (sql: string) => {
      const answer = await run(sql)
      return !(answer instanceof Error) && answer.includes(SENTINEL)
    },
    /** A hash over every table. */
    async contents() {
      const hash = createHash('sha256')
      for (const table of warehouseTables)
        hash.update(JSON.stringify((await connection.runAndReadAll(`SELECT * FROM ${table}`)).getRowsJson()))
      return hash.digest('hex')
    },
    change: async () => {
      await connection.run('INSERT INTO s VALUES (2)')
    },
  }
}
