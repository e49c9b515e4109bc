import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { durablePostgres } from '../shared/durablePostgres.ts'
import { measure, type Bounds, type Measured } from './measure.ts'
import { measureServer } from './server.ts'
import { inPostgres, makeDamaged, shaped, type Shape, type Warehouse } from './warehouse.ts'

// Seconds, scans and memory of an investigation against one full scan of the columns it read: same file, same machine, in turn. How they grow.

const { values: options } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    rows: { type: 'string', default: '1,3,5,20' },
    postgres: { type: 'string', default: '1,5' },
    memory: { type: 'string', default: '256' },
    growth: { type: 'string', default: '1' },
    out: { type: 'string', default: join(import.meta.dirname, '../../docs/speed.md') },
  },
})
const millions = (text: string) =>
  text
    .split(',')
    .filter(Boolean)
    .map(number => Number(number) * 1_000_000)
const runs = Number(options.runs)
const asDeployed: Bounds = { memoryMb: 1024, threads: 2 }
const folder = await mkdtemp(join(tmpdir(), 'dataing-speed-'))
// PostgreSQL reads from it as a user of its own.
await chmod(folder, 0o755)

const lines: string[] = []
const tell = (text: string) => {
  lines.push(text)
  process.stdout.write(`${text}\n`)
}
const cells = (list: readonly (string | number)[]) => `| ${list.join(' | ')} |`
const head = (list: readonly string[]) => {
  tell(`\n${cells(list)}\n${cells(list.map(() => '---'))}`)
}
const mb = (value: number) => value.toFixed(0)

const failures: string[] = []
const told = ({ rows, columns }: Warehouse, found: Measured) => [
  rows.toLocaleString('en'),
  `${found.read.length} of ${columns.length}`,
  found.cause ?? found.conclusion,
  found.queries.length,
  found.scans,
  found.tables?.toFixed(2) ?? '–',
  found.seconds.toFixed(1),
  found.cpuSeconds.toFixed(1),
  found.scan.seconds.toFixed(2),
  found.scan.cpuSeconds.toFixed(2),
  (found.seconds / found.scan.seconds).toFixed(1),
  (found.cpuSeconds / found.scan.cpuSeconds).toFixed(1),
  mb(found.memory.rss),
  mb(found.memory.duckdb),
  mb(found.memory.own),
]
const columns = [
  'rows',
  'columns read',
  'answer',
  'queries',
  'scans',
  'rows read, in tables',
  'seconds',
  'processor seconds',
  'full scan, seconds',
  'its processor seconds',
  'ratio',
  'ratio of processor seconds',
  'RSS, MB',
  'of it DuckDB, MB',
  'without DuckDB, MB',
]

const line = async (name: string, warehouse: Warehouse, bounds: Bounds = asDeployed) => {
  const found = await measure(warehouse, bounds, { runs, folder })
  tell(cells([name, ...told(warehouse, found)]))
  if (warehouse.rows > 2_900_000 && warehouse.rows < 3_100_000 && warehouse.source.kind === 'duckdb') {
    if (found.seconds / found.scan.seconds > 10) failures.push(`${name}: more than 10 full scans`)
    if (found.memory.own > 400) failures.push(`${name}: more than 400 MB besides DuckDB`)
  }
}

try {
  const damaged = await makeDamaged(folder)
  const make = (shape: Shape) => shaped(damaged, shape, folder)
  tell(
    `${cpus().length} cores; one-minute load at the start ${(loadavg()[0] ?? 0).toFixed(1)}. Medians of ${runs}; memory is the most of all. Beside other work wall clock` +
      ' tells little; processor seconds (of all threads together) tell what the work costs.',
  )

  tell('\n## By rows')
  head(['engine', ...columns])
  for (const rows of millions(options.rows)) {
    await line('DuckDB, at most 1024 MB', await make({ rows }))
    if (rows === 3_000_000)
      await line(`DuckDB, at most ${options.memory} MB`, await make({ rows }), {
        memoryMb: Number(options.memory),
        threads: 2,
      })
  }
  const server = await durablePostgres()
  try {
    for (const rows of millions(options.postgres))
      await line('PostgreSQL', await inPostgres(await make({ rows }), server.url, folder))
  } finally {
    await server.stop()
  }

  if (options.growth !== '') {
    const [rows = 1_000_000] = millions(options.growth)
    tell('\n## By columns and dimensions, in DuckDB')
    head(['table', ...columns])
    for (const count of [8, 16, 24, 32]) await line(`${count} columns`, await make({ rows, columns: count }))
    for (const count of [2, 4, 8, 15])
      await line(`${count} columns of few values`, await make({ rows, dimensions: count }))
  }

  tell('\n## The server itself, 3,000,000 rows in DuckDB')
  const store = await durablePostgres()
  try {
    const found = await measureServer(await make({ rows: 3_000_000 }), store.url, folder)
    head(['', 'RSS, MB', 'of it DuckDB, MB', 'without DuckDB, MB'])
    for (const [name, memory] of [
      ['at rest', found.idle],
      ['over one investigation', found.working],
    ] as const) {
      tell(cells([name, mb(memory.rss), mb(memory.duckdb), mb(memory.own)]))
    }
    tell(
      `\n${found.ended === 'FindingReached' ? 'Concluded' : found.ended} after ${found.seconds.toFixed(1)} s. API, worker and page in one process; target: at most 400 MB without DuckDB.`,
    )
    if (found.working.own > 400) failures.push('The server: more than 400 MB besides DuckDB')
  } finally {
    await store.stop()
  }
  for (const failure of failures) tell(`\nNot met: ${failure}.`)
  if (failures.length > 0) process.exitCode = 1
  const intro = '# Speed\n\nHow it is measured: `bench/speed/README.md`.\n\n`npm run bench:speed`\n\n'
  await writeFile(options.out, `${intro}${lines.join('\n')}\n`)
} finally {
  await rm(folder, { recursive: true, force: true })
}
