import { DuckDBInstance, type JS } from '@duckdb/node-api'

/** A DuckDB file open for generators and benchmarks; the product has its own read-only adapter. */
export interface DuckDbFile {
  /** Runs one or more statements, in order. */
  run(...statements: readonly string[]): Promise<void>
  /** The rows of a query, numbers as numbers (a bigint beyond 2^53 is rounded). */
  rows(sql: string): Promise<readonly Row[]>
  /** Writes everything to the file and lets go of it. */
  close(): Promise<void>
}

export type Row = Readonly<Record<string, string | number | boolean | null>>

const plain = (value: JS): string | number | boolean | null => {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value
  if (typeof value === 'bigint') return Number(value)
  return value instanceof Date ? value.toISOString() : JSON.stringify(value)
}

export const openDuckDbFile = async (path: string, access: 'read' | 'write' = 'write'): Promise<DuckDbFile> => {
  const instance = await DuckDBInstance.create(path, { access_mode: access === 'read' ? 'READ_ONLY' : 'READ_WRITE' })
  const connection = await instance.connect()
  return {
    async run(...statements) {
      for (const statement of statements) await connection.run(statement)
    },
    async rows(sql) {
      const reader = await connection.runAndReadAll(sql)
      return reader
        .getRowObjectsJS()
        .map(row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])))
    },
    async close() {
      if (access === 'write') await connection.run('CHECKPOINT')
      connection.closeSync()
      instance.closeSync()
    },
  }
}
