import { afterAll, beforeAll, expect, test } from 'vitest'
import { createPool } from '../adapters/postgres/pool.ts'
import { createSchemaHistory } from '../adapters/postgres/schemaHistory.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import type { Table } from '../core/dataset/table.ts'
import { nonEmpty } from '../core/shared/nonEmpty.ts'
import { call, contextAs } from '../testing/apiCaller.ts'
import { seedTenant, type SeededTenant } from '../testing/tenantSeed.ts'
import { viewDatabase } from '../testing/viewDatabase.ts'
import { printGlobalId } from './globalId.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let pool: ReturnType<typeof createPool>
let [ours, theirs]: SeededTenant[] = []
const table = (name: string, ...columns: readonly string[]): Table => {
  const made = nonEmpty(
    columns.map(column => ({
      name: column,
      nativeType: 'VARCHAR',
      kind: 'text' as const,
      nullable: true,
      distinctEstimate: null,
    })),
  )
  if (!made) throw new Error('A table has columns')
  return {
    name: { schema: 'shop', name },
    isView: false,
    columns: made,
    primaryKey: null,
    foreignKeys: [],
    rowEstimate: 10,
    comment: null,
  }
}

beforeAll(async () => {
  views = await viewDatabase()
  pool = createPool(views.url, () => {})
  ours = await seedTenant(views.db, 'Ours')
  theirs = await seedTenant(views.db, 'Theirs')
  const history = createSchemaHistory(pool)
  const read = (at: string, tables: readonly Table[]) =>
    history.record(ours as SeededTenant, { at: new Date(at), tables, isWhole: true })
  await read('2026-11-02T03:00:00Z', [
    table('Orders', 'id', 'user_id'),
    table('users', 'id', 'Name'),
    table('odd_100%', 'id'),
  ])
  await read('2026-11-05T03:00:00Z', [
    table('Orders', 'id', 'customer_id'),
    table('users', 'id', 'Name'),
    table('odd_100%', 'id'),
  ])
})
afterAll(async () => {
  await pool.end()
  await views.drop()
})

const ask = async (fields: string, tenant = ours) => {
  if (!tenant || !ours) throw new Error('Nobody asks')
  const signedIn: SignedIn = {
    ...tenant,
    name: 'Ada',
    role: 'viewer',
    credential: { kind: 'session', id: 'session' },
    key: null,
  }
  const query = `query($id: ID!) { node(id: $id) { ... on DataSource { catalogue { ${fields} } } } }`
  return call(contextAs(views, signedIn), query, { id: printGlobalId('DataSource', ours.dataSourceId) })
}
const found = async (search: string) => {
  const { data } = await ask(
    `schemas(search: ${JSON.stringify(search)}) { tableCount } tables(search: ${JSON.stringify(search)}) { name matchedColumns }`,
  )
  return JSON.parse(JSON.stringify(data)).node.catalogue as unknown
}

test('a search finds names in any case, those of tables before those of columns, and no sign is a pattern', async () => {
  expect(await found('ORDER')).toEqual({
    schemas: [{ tableCount: 1 }],
    tables: [{ name: 'Orders', matchedColumns: [] }],
  })
  expect(await found('name')).toEqual({
    schemas: [{ tableCount: 1 }],
    tables: [{ name: 'users', matchedColumns: ['name'] }],
  })
  expect(await found('_100%')).toEqual({
    schemas: [{ tableCount: 1 }],
    tables: [{ name: 'odd_100%', matchedColumns: [] }],
  })
  expect(await found('r_i')).toEqual({
    schemas: [{ tableCount: 1 }],
    tables: [{ name: 'Orders', matchedColumns: ['customer_id'] }],
  })
  expect(await found('user_id')).toEqual({ schemas: [], tables: [] })
})

test('what changed between the ends of two days is told, and between others nothing', async () => {
  const changes = async (from: string, to: string) =>
    JSON.stringify((await ask(`changes(from: "${from}", to: "${to}") { text }`)).data)
  expect(await changes('2026-11-04', '2026-11-05')).toContain(
    'Column user_id of shop.Orders seems to be customer_id now',
  )
  expect(await changes('2026-11-02', '2026-11-04')).toContain('"changes":[]')
  expect(await changes('2026-11-05', '2026-11-06')).toContain('"changes":[]')
})

test('another tenant sees no catalogue of ours, and a page that is too large is refused', async () => {
  expect((await ask('tableCount', theirs)).data).toEqual({ node: null })
  expect((await ask('tables(first: 1001) { name }')).errors?.[0]?.message).toContain('1 to 1000')
})
