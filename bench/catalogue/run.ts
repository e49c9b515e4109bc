import { PrismaPg } from '@prisma/adapter-pg'
import { parseArgs } from 'node:util'
import { PrismaClient } from '../../prisma/generated/client.ts'
import { migrate } from '../../server/adapters/postgres/migrations/migrate.ts'
import { createPool } from '../../server/adapters/postgres/pool.ts'
import { createSchemaHistory } from '../../server/adapters/postgres/schemaHistory.ts'
import type { Table } from '../../server/core/dataset/table.ts'
import { nonEmpty } from '../../server/core/shared/nonEmpty.ts'
import { printGlobalId } from '../../server/graphql/globalId.ts'
import { call, contextAs } from '../../server/testing/apiCaller.ts'
import { seedTenant } from '../../server/testing/tenantSeed.ts'
import { durablePostgres } from '../shared/durablePostgres.ts'

// The page's own search over a catalogue of ten thousand tables, through GraphQL and a real PostgreSQL, and how long it takes to keep a reading.

const { values: options } = parseArgs({ options: { tables: { type: 'string', default: '10000' }, columns: { type: 'string', default: '20' }, runs: { type: 'string', default: '15' } } })
const words = ['order', 'user', 'payment', 'session', 'product', 'invoice', 'shipment', 'event', 'account', 'price']

const tableAt = (index: number): Table => {
  const columns = nonEmpty(Array.from({ length: Number(options.columns) }, (_none, place) => (
    { name: `${words[(index + place) % words.length] ?? ''}_${place}`, nativeType: 'VARCHAR', kind: 'text' as const, nullable: true, distinctEstimate: null })))
  if (!columns) throw new Error('A table has columns')
  return { name: { schema: `schema_${index % 20}`, name: `${words[index % words.length] ?? ''}_${index}` }, isView: false, columns, primaryKey: null, foreignKeys: [], rowEstimate: index }
}

const query = `query($id: ID!, $search: String) { node(id: $id) { ... on DataSource { catalogue {
  schemas(search: $search) { name tableCount } tables(search: $search, first: 500) { schema name isView rowEstimate matchedColumns } } } } }`

const server = await durablePostgres()
await migrate(server.url)
const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: server.url }) })
const pool = createPool(server.url, () => {})
const tenant = await seedTenant(db, 'Bench')
const tables = Array.from({ length: Number(options.tables) }, (_none, index) => tableAt(index))
const timed = async (work: () => Promise<unknown>) => {
  const started = performance.now()
  await work()
  return performance.now() - started
}
const history = createSchemaHistory(pool)
const keep = (at: string) => timed(() => history.record(tenant, { at: new Date(at), tables, isWhole: true }))
const first = await keep('2026-11-01T03:00:00Z')
const again = await keep('2026-11-02T03:00:00Z')
const context = contextAs({ db }, { tenantId: tenant.tenantId, personId: tenant.personId, name: 'Ada', role: 'owner', credential: { kind: 'session', id: 'bench' }, key: null })
const id = printGlobalId('DataSource', tenant.dataSourceId)
const lines: string[] = []
for (const search of ['', 'order', 'order_77', 'payment_3', 'schema_7.user', 'nothing like it']) {
  const times: number[] = []
  for (let run = 0; run < Number(options.runs); run += 1) times.push(await timed(async () => {
    const { errors } = await call(context, query, { id, search })
    if (errors) throw new Error(String(errors[0]))
  }))
  const sorted = times.toSorted((a, b) => a - b)
  lines.push(`| ${search === '' ? '(none)' : search} | ${(sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(0)} | ${(sorted.at(-1) ?? 0).toFixed(0)} |`)
}
console.log(`${options.tables} tables of ${options.columns} columns: kept in ${(first / 1000).toFixed(1)} s, kept again unchanged in ${(again / 1000).toFixed(1)} s`)
console.log(['| Search | median, ms | slowest, ms |', '|---|---|---|', ...lines].join('\n'))
await db.$disconnect()
await pool.end()
await server.stop()
