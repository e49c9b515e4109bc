import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import { serverEnvironment, serverFlags } from '../../scripts/lib/serverNode.mjs'
import { rowsRead } from './rowsRead.ts'
import type { Warehouse } from './warehouse.ts'

const memory = z.object({ rss: z.number(), duckdb: z.number(), own: z.number(), samples: z.number() })
export type Memory = z.output<typeof memory>
const timed = z.object({ seconds: z.number(), cpuSeconds: z.number() })
const investigated = timed.extend({
  conclusion: z.string(),
  cause: z.string().nullable(),
  queries: z.array(z.object({ sql: z.string(), readsTable: z.boolean() })),
})
export type Measured = z.output<typeof investigated> & {
  readonly memory: Memory
  /** Columns that the queries read, and one full scan of the same. */
  readonly read: readonly string[]
  readonly scans: number
  /** Rows read by all queries together, in rows of the table; null where the engine does not tell. */
  readonly tables: number | null
  readonly scan: z.output<typeof timed>
}
export type Bounds = { readonly memoryMb: number; readonly threads: number }

export const readMemory = (file: string): Memory | null =>
  existsSync(file) ? memory.parse(JSON.parse(readFileSync(file, 'utf8'))) : null

/** What to `--import` so that a process tells its memory in this file. */
export const samplerOf = (file: string) =>
  `${pathToFileURL(join(import.meta.dirname, 'sampleMemory.ts')).href}?${new URLSearchParams({ file }).toString()}`

const environment = Object.entries(serverEnvironment).map(([name, value]) => `${name}=${value}`)

const run = async (script: string, args: unknown, memoryFile: string | null = null): Promise<unknown> => {
  const given = [
    ...serverFlags,
    ...(memoryFile === null ? [] : ['--import', samplerOf(memoryFile)]),
    join(import.meta.dirname, script),
    JSON.stringify(args),
  ]
  const { stdout } = await promisify(execFile)('env', [...environment, process.execPath, ...given], {
    maxBuffer: 2 ** 28,
  })
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
}

const median = <T extends { readonly seconds: number }>(list: readonly [T, ...T[]]): T =>
  list.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(list.length / 2)] ?? list[0]

/** Investigations and full scans of the columns they read in turn, each in a process of its own; the medians. */
export const measure = async (
  warehouse: Warehouse,
  bounds: Bounds,
  { runs, folder }: { readonly runs: number; readonly folder: string },
): Promise<Measured> => {
  const { question, columns, scanned, ...source } = warehouse
  const memoryFile = join(folder, 'memory.json')
  const given = { ...source.source, ...question, ...bounds }
  // Sampling costs time, so what is sampled is not timed.
  await run('investigation.ts', given, memoryFile)
  const ask = async () => investigated.parse(await run('investigation.ts', given))
  const first = await ask()
  const sqls = first.queries.filter(({ readsTable }) => readsTable).map(({ sql }) => sql)
  const read = columns.filter(column => sqls.some(sql => new RegExp(`\\b${column}\\b`).test(sql)))
  const scan = async () => timed.parse(await run('fullScan.ts', { ...scanned, columns: read, ...bounds }))
  const [asked, full] = [
    [first] as [typeof first, ...(typeof first)[]],
    [await scan()] as [z.output<typeof timed>, ...z.output<typeof timed>[]],
  ]
  for (let turn = 1; turn < runs; turn += 1) {
    asked.push(await ask())
    full.push(await scan())
  }
  const found = readMemory(memoryFile)
  if (found === null) throw new Error('The memory was not sampled')
  const tables =
    scanned.kind === 'duckdb'
      ? (await rowsRead(scanned.place, sqls)).reduce((sum, rows) => sum + rows, 0) / warehouse.rows
      : null
  return { ...median(asked), memory: found, read, scans: sqls.length, tables, scan: median(full) }
}
