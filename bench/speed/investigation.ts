import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { duckdb } from '../../server/adapters/dataSources/duckdb.ts'
import { postgres } from '../../server/adapters/dataSources/postgres.ts'
import { asId, type DataSourceId } from '../../server/core/shared/ids.ts'
import { investigateSource } from '../../server/testing/investigate.ts'

// A process of its own for one investigation, so that its memory and its processor time are nobody else's. argv: the settings of the data source,
// the question, and DuckDB's bounds, as JSON. Prints one line of JSON.

const asked = z.object({
  kind: z.enum(['duckdb', 'postgres']),
  settings: z.record(z.string(), z.unknown()),
  secrets: z.record(z.string(), z.string()),
  schema: z.string(),
  table: z.string(),
  column: z.string(),
  day: z.string(),
  time: z.string(),
  memoryMb: z.number(),
  threads: z.number(),
})
const { kind, settings, secrets, schema, table, column, day, time, ...bounds } = asked.parse(
  JSON.parse(process.argv[2] ?? ''),
)
const given = { allowPrivateAddresses: true, fileRoots: null, maxConcurrent: 4, duckdb: bounds }
const connected = await (kind === 'duckdb' ? duckdb : postgres).connect({ kind, settings, secrets }, given)
if (!connected.ok) throw new Error(connected.problem.message)
const started = performance.now()
const before = process.cpuUsage()
const { finding, failure, queries } = await investigateSource(connected.value, {
  dataSourceId: asId<DataSourceId>(randomUUID()),
  table: { schema, name: table },
  metric: { kind: 'nullRate', column },
  day,
  timeColumn: time,
  timeZone: 'UTC',
  wholeTable: false,
})
const { user, system } = process.cpuUsage(before)
process.stdout.write(
  `${JSON.stringify({
    seconds: (performance.now() - started) / 1000,
    cpuSeconds: (user + system) / 1e6,
    conclusion: finding?.conclusion ?? failure,
    cause: finding?.cause ?? null,
    queries: queries.map(({ sql, readsTable }) => ({ sql, readsTable })),
  })}\n`,
)
// The guard's worker would keep the process alive.
process.exit(0)
