import { DuckDBInstance } from '@duckdb/node-api'
import pg from 'pg'
import { z } from 'zod'

// A process of its own that reads columns of a table once, value by value. argv: what to read, as JSON. Prints one line of JSON.

const asked = z.object({
  kind: z.enum(['duckdb', 'postgres']),
  place: z.string(),
  table: z.string(),
  columns: z.array(z.string()),
  threads: z.number(),
  memoryMb: z.number(),
})
const { kind, place, table, columns, threads, memoryMb } = asked.parse(JSON.parse(process.argv[2] ?? ''))

// The filter holds for every row, but only reading tells; without it min() would be answered from the statistics.
const sql = `SELECT count(*), ${columns.map(column => `min(${column})`).join(', ')} FROM ${table} WHERE record_no % 1000003 >= 0`

const open = async (): Promise<() => Promise<unknown>> => {
  if (kind === 'postgres') {
    const client = new pg.Client({ connectionString: place })
    await client.connect()
    return () => client.query(sql)
  }
  const instance = await DuckDBInstance.create(place, {
    access_mode: 'READ_ONLY',
    threads: String(threads),
    memory_limit: `${memoryMb}MB`,
  })
  const connection = await instance.connect()
  return () => connection.runAndReadAll(sql)
}

const scan = await open()
const started = performance.now()
const before = process.cpuUsage()
await scan()
const { user, system } = process.cpuUsage(before)
process.stdout.write(
  `${JSON.stringify({ seconds: (performance.now() - started) / 1000, cpuSeconds: (user + system) / 1e6 })}\n`,
)
process.exit(0)
