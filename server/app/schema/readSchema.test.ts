import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { duckdb } from '../../adapters/dataSources/duckdb.ts'
import { createMemoryLineage } from '../../adapters/memory/lineage.ts'
import { createMemorySchemaHistory } from '../../adapters/memory/schemaHistory.ts'
import { createQueryGuard } from '../../adapters/queryGuard/createQueryGuard.ts'
import type { Table, TableName } from '../../core/dataset/table.ts'
import type { DataSource } from '../../core/ports/dataSource.ts'
import type { SchemaHistory } from '../../core/ports/schemaHistory.ts'
import { asId, type DataSourceId, type TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import { duckdbFile, type DuckdbFile } from '../../testing/duckdbFile.ts'
import { readSchema } from './readSchema.ts'

const guard = createQueryGuard()
const lineage = createMemoryLineage()
const place = { tenantId: asId<TenantId>(randomUUID()), dataSourceId: asId<DataSourceId>(randomUUID()) }
const problem = { code: 'unreachable', message: 'No answer.', retryable: true } as const
let file: DuckdbFile
let source: DataSource
beforeAll(async () => {
  file = await duckdbFile([
    'CREATE TABLE orders (id INTEGER)',
    'CREATE VIEW clean AS SELECT id FROM orders',
    'CREATE VIEW report AS SELECT id FROM clean',
  ])
  const options = {
    allowPrivateAddresses: false,
    fileRoots: null,
    maxConcurrent: 2,
    duckdb: { memoryMb: 256, threads: 1 },
  }
  const connected = await duckdb.connect({ kind: 'duckdb', settings: { path: file.path }, secrets: {} }, options)
  if (!connected.ok) throw new Error(connected.problem.message)
  source = connected.value
})
afterAll(async () => {
  await Promise.all([source.close(), guard.close()])
  await file.remove()
})

const read = (around: Partial<DataSource> = {}) =>
  readSchema({
    dataSources: { open: async () => ok({ ...source, ...around }) },
    history: createMemorySchemaHistory(),
    lineage,
    guard,
    now: () => new Date(),
  })(place)
const upstream = async (name: string) =>
  (await lineage.around(place, { table: { schema: 'main', name }, direction: 'upstream', depth: 5, most: 10 })).map(
    ({ from, to, source: said }) => `${said} ${from.name}>${to.name}`,
  )

test('a reading keeps what the views are made from, and the next takes its place', async () => {
  await lineage.add(place, 'dbt', [
    { source: 'dbt', from: { schema: 'raw', name: 'orders' }, to: { schema: 'main', name: 'orders' }, columns: [] },
  ])
  expect(await read()).toMatchObject({ ok: true, value: { tables: 3 } })
  expect(await upstream('report')).toEqual(['view clean>report', 'view orders>clean', 'dbt orders>orders'])
  await file.run(['CREATE OR REPLACE VIEW report AS SELECT id FROM orders'])
  await read()
  expect(await upstream('report')).toEqual(['view orders>report', 'dbt orders>orders'])
})

test('where the definitions or the tables cannot be read, what was known stays, and the schema is kept all the same', async () => {
  expect(await read({ readViews: async () => refuse(problem) })).toMatchObject({ ok: true, value: { tables: 3 } })
  expect(await read({ listTables: async () => refuse(problem) })).toEqual(refuse(problem))
  expect(await upstream('report')).toEqual(['view orders>report', 'dbt orders>orders'])
})

test('tables are kept as they come, a few hundred at a time, and those of a reading that broke off are known', async () => {
  const names = Array.from({ length: 450 }, (_, index) => ({ schema: 'main', name: `t${index}` }))
  const memory = createMemorySchemaHistory()
  const recorded: number[] = []
  const history: SchemaHistory = {
    ...memory,
    record(of, reading) {
      recorded.push(reading.tables.length)
      return memory.record(of, reading)
    },
  }
  const table = (name: TableName): Table => ({
    name,
    isView: false,
    columns: [{ name: 'id', nativeType: 'INTEGER', kind: 'integer', nullable: true, distinctEstimate: null }],
    primaryKey: null,
    foreignKeys: [],
    rowEstimate: 1,
  })
  let breaksAt = 'none'
  const large: Partial<DataSource> = {
    listTables: async () => ok(names.map(name => ({ name, isView: false, rowEstimate: 1 }))),
    describe: async wanted => (wanted.some(({ name }) => name === breaksAt) ? refuse(problem) : ok(wanted.map(table))),
  }
  const readLarge = () =>
    readSchema({
      dataSources: { open: async () => ok({ ...source, ...large }) },
      history,
      lineage,
      guard,
      now: () => new Date(),
    })(place)
  breaksAt = 't449'
  expect(await readLarge()).toEqual(refuse(problem))
  expect(recorded.reduce((sum, count) => sum + count, 0)).toBe(400)
  breaksAt = 'none'
  expect(await readLarge()).toMatchObject({ ok: true, value: { tables: 450, changes: 50 } })
  expect(Math.max(...recorded)).toBeLessThanOrEqual(200)
})
