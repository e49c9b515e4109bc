import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { z } from 'zod'
import { openDuckDbFile } from '../../demo/duckDbFile.ts'
import { metricColumns } from '../../server/core/metric/metric.ts'
import { flights } from '../accuracy/bases/flights.ts'
import { createCaseMaker } from '../accuracy/makeCase.ts'
import { planCases } from '../accuracy/plan.ts'

// One investigation over 3,000,000 flights against one full scan of the columns it read: same file, same machine, in turn. Each in a process of its own.

/** As `server/testing/investigate.ts` opens the file. */
const duckdbBounds = { memoryMb: 1024, threads: 2 }

const { values: options } = parseArgs({ options: {
  runs: { type: 'string', default: '5' }, rows: { type: 'string', default: '3000000' },
} })
const scanned = z.object({ seconds: z.number(), peakKb: z.number() })
const investigated = scanned.extend({
  conclusion: z.string(), cause: z.string().nullable(), queries: z.array(z.object({ sql: z.string(), readsTable: z.boolean() })),
})

const run = async (script: string, args: readonly string[]): Promise<unknown> => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, script), ...args], { maxBuffer: 2 ** 28 })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
}
const median = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const columnsIn = (sqls: readonly string[], columns: readonly string[]) =>
  columns.filter(column => sqls.some(sql => new RegExp(`\\b${column}\\b`).test(sql)))

const folder = await mkdtemp(join(tmpdir(), 'dataing-speed-'))
try {
  const basePath = join(folder, 'base.duckdb')
  await flights.make(basePath, { seed: '1', rows: Number(options.rows) })
  const [spec] = planCases({ seed: '1', bases: [flights], cases: 1, only: 'F16.flights.one.strong.0' })
  const make = createCaseMaker({ basePath: async () => basePath, casePath: join(folder, 'case.duckdb'), seed: '1' })
  const made = spec && await make({ ...spec, opaque: false })
  if (!made) throw new Error('The case to time is not in the plan')
  const { path, question } = made
  const asked = [path, ...metricColumns(question.metric), question.day]
  const file = await openDuckDbFile(path, 'read')
  const columns = (await file.rows('DESCRIBE flights')).map(({ column_name: name }) => String(name))
  const [counted] = await file.rows('SELECT count(*) AS rows FROM flights')
  await file.close()

  const first = investigated.parse(await run('investigation.ts', asked))
  const read = columnsIn(first.queries.filter(({ readsTable }) => readsTable).map(({ sql }) => sql), columns)
  const scanArgs = [path, read.join(','), String(duckdbBounds.threads), String(duckdbBounds.memoryMb)]
  await run('fullScan.ts', scanArgs)
  const investigations = [first]
  const scans: z.output<typeof scanned>[] = []
  for (let turn = 0; turn < Number(options.runs); turn += 1) {
    scans.push(scanned.parse(await run('fullScan.ts', scanArgs)))
    investigations.push(investigated.parse(await run('investigation.ts', asked)))
  }

  const seconds = median(investigations.map(one => one.seconds))
  const scanSeconds = median(scans.map(one => one.seconds))
  const peakMb = Math.max(...investigations.map(one => one.peakKb)) / 1024
  const scanPeakMb = Math.max(...scans.map(one => one.peakKb)) / 1024
  const ratio = seconds / scanSeconds
  const beside = peakMb - duckdbBounds.memoryMb
  process.stdout.write(`${[
    `${Number(counted?.rows).toLocaleString('en')} rows, ${read.length} of ${columns.length} columns read; answered: ${first.conclusion} ${first.cause ?? ''}`,
    '', '| figure | value | target |', '| --- | --- | --- |',
    `| investigation, median of ${investigations.length} | ${seconds.toFixed(2)} s | |`,
    `| one full scan of the same columns, median of ${scans.length} | ${scanSeconds.toFixed(3)} s | |`,
    `| ratio | ${ratio.toFixed(1)} | at most 10 |`,
    `| queries | ${first.queries.length} | |`,
    `| of them scans of the table | ${first.queries.filter(({ readsTable }) => readsTable).length} | at most 6 |`,
    `| peak memory of the process (RSS, DuckDB included) | ${peakMb.toFixed(0)} MB | |`,
    `| DuckDB's set limit | ${duckdbBounds.memoryMb} MB | |`,
    `| beyond that limit | ${Math.max(0, beside).toFixed(0)} MB | at most 400 MB |`,
    `| peak memory of the full scan alone, for comparison | ${scanPeakMb.toFixed(0)} MB | |`,
  ].join('\n')}\n`)
  if (ratio > 10 || beside > 400) process.exitCode = 1
} finally {
  await rm(folder, { recursive: true, force: true })
}
