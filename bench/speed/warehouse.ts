import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { openDuckDbFile } from '../../demo/duckDbFile.ts'
import { metricColumns } from '../../server/core/metric/metric.ts'
import { flights } from '../accuracy/bases/flights.ts'
import { createCaseMaker } from '../accuracy/makeCase.ts'
import { planCases } from '../accuracy/plan.ts'

/** A table with a fault in it, how to reach it, and what is asked. */
export type Warehouse = {
  readonly rows: number
  readonly columns: readonly string[]
  readonly source: {
    readonly kind: 'duckdb' | 'postgres'
    readonly settings: Readonly<Record<string, unknown>>
    readonly secrets: Readonly<Record<string, string>>
  }
  readonly question: {
    readonly schema: string
    readonly table: string
    readonly column: string
    readonly day: string
    readonly time: string
  }
  /** For the full scan: a path, or a connection string. */
  readonly scanned: { readonly kind: 'duckdb' | 'postgres'; readonly place: string; readonly table: string }
}

/** Three million flights in which a release sends nulls: the case that all others are made from. */
export const makeDamaged = async (folder: string) => {
  const basePath = join(folder, 'base.duckdb')
  await flights.make(basePath, { seed: '1', rows: 3_000_000 })
  const [spec] = planCases({ seed: '1', bases: [flights], cases: 1, only: 'F16.flights.one.strong.0' })
  const path = join(folder, 'damaged.duckdb')
  const made =
    spec &&
    (await createCaseMaker({ basePath: async () => basePath, casePath: path, seed: '1' })({ ...spec, opaque: false }))
  if (!made) throw new Error('The case to time is not in the plan')
  await rm(basePath)
  const [column = ''] = metricColumns(made.question.metric)
  return { path, column, day: made.question.day }
}
export type Damaged = Awaited<ReturnType<typeof makeDamaged>>

/** Columns with few values: what a search over segments can go by. */
const dimensions = [
  'source',
  'source_file',
  'origin_state',
  'origin_region',
  'haul',
  'channel',
  'app_version',
  'payment_method',
  'status',
  'cabin',
  'kind',
  'punctuality',
  'meal',
  'aircraft_model',
  'aircraft_operator',
]
/** What the question is about stays. */
const always = ['flight_id', 'record_no', 'departed_at', 'loaded_at', 'channel', 'app_version']

export type Shape = { readonly rows: number; readonly columns?: number; readonly dimensions?: number }

/** The same with as many rows as asked for: thinned evenly, or every flight several times under numbers of its own; and with fewer columns or dimensions. */
export const shaped = async (
  { path, column, day }: Damaged,
  { rows, ...few }: Shape,
  folder: string,
): Promise<Warehouse> => {
  const target = join(folder, 'shaped.duckdb')
  await rm(target, { force: true })
  await copyFile(path, target)
  const file = await openDuckDbFile(target)
  const all = (await file.rows('DESCRIBE flights')).map(({ column_name: name }) => String(name))
  const kept = [...always, column]
  const others = all.filter(name => !kept.includes(name))
  const spare =
    few.dimensions !== undefined
      ? others.filter(name => dimensions.includes(name)).slice(Math.max(0, few.dimensions - 2))
      : others.slice(Math.max(0, (few.columns ?? all.length) - kept.length))
  for (const name of spare) await file.run(`ALTER TABLE flights DROP COLUMN ${name}`)
  const [counted] = await file.rows('SELECT count(*) AS rows FROM flights')
  const has = Number(counted?.rows)
  const copies = Math.ceil(rows / has)
  await file.run(
    `CREATE TABLE made AS SELECT f.* REPLACE (flight_id + 10000000 * copy AS flight_id, record_no + 100000000000 * copy AS record_no)
      FROM flights f, range(${copies}) t(copy) WHERE hash(flight_id, copy) % 1000000 < ${Math.round((rows / has / copies) * 1_000_000)}`,
    'DROP TABLE flights',
    'ALTER TABLE made RENAME TO flights',
  )
  const [made] = await file.rows('SELECT count(*) AS rows FROM flights')
  await file.close()
  return {
    rows: Number(made?.rows),
    columns: all.filter(name => !spare.includes(name)),
    source: { kind: 'duckdb', settings: { path: target }, secrets: {} },
    question: { schema: 'main', table: 'flights', column, day, time: 'departed_at' },
    scanned: { kind: 'duckdb', place: target, table: 'flights' },
  }
}

/** The same tables in a PostgreSQL at this address, with the statistics that its own maintenance would have made. */
export const inPostgres = async (warehouse: Warehouse, url: string, folder: string): Promise<Warehouse> => {
  const path = String(warehouse.source.settings.path)
  const file = await openDuckDbFile(path, 'read')
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    for (const table of ['flights', 'aircraft', 'airports']) {
      const columns = await file.rows(`DESCRIBE ${table}`)
      const typed = columns.map(
        ({ column_name: name, column_type: type }) =>
          `${String(name)} ${String(type).replace('DOUBLE', 'double precision').replace('VARCHAR', 'text')}`,
      )
      const csv = join(folder, `${table}.csv`)
      await file.run(`COPY ${table} TO '${csv}' (HEADER false)`)
      await client.query(`DROP TABLE IF EXISTS ${table}; CREATE TABLE ${table} (${typed.join(', ')})`)
      await client.query(`COPY ${table} FROM '${csv}' (FORMAT csv)`)
      await client.query(`ANALYZE ${table}`)
      await rm(csv)
    }
  } finally {
    await client.end()
    await file.close()
  }
  const at = new URL(url)
  return {
    ...warehouse,
    question: { ...warehouse.question, schema: 'public' },
    scanned: { kind: 'postgres', place: url, table: 'flights' },
    source: {
      kind: 'postgres',
      secrets: { password: decodeURIComponent(at.password) },
      settings: {
        host: at.hostname,
        port: Number(at.port),
        database: at.pathname.slice(1),
        user: at.username,
        ssl: 'disable',
      },
    },
  }
}
