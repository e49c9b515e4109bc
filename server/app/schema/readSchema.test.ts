import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { duckdb } from '../../adapters/dataSources/duckdb.ts'
import { createMemoryLineage } from '../../adapters/memory/lineage.ts'
import { createMemorySchemaHistory } from '../../adapters/memory/schemaHistory.ts'
import { createQueryGuard } from '../../adapters/queryGuard/createQueryGuard.ts'
import type { DataSource } from '../../core/ports/dataSource.ts'
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
  file = await duckdbFile(['CREATE TABLE orders (id INTEGER)', 'CREATE VIEW clean AS SELECT id FROM orders', 'CREATE VIEW report AS SELECT id FROM clean'])
  const options = { allowPrivateAddresses: false, fileRoots: null, maxConcurrent: 2, duckdb: { memoryMb: 256, threads: 1 } }
  const connected = await duckdb.connect({ kind: 'duckdb', settings: { path: file.path }, secrets: {} }, options)
  if (!connected.ok) throw new Error(connected.problem.message)
  source = connected.value
})
afterAll(async () => {
  await Promise.all([source.close(), guard.close()])
  await file.remove()
})

const read = (around: Partial<DataSource> = {}) =>
  readSchema({ dataSources: { open: async () => ok({ ...source, ...around }) }, history: createMemorySchemaHistory(), lineage, guard, now: () => new Date() })(place)
const upstream = async (name: string) =>
  (await lineage.around(place, { table: { schema: 'main', name }, direction: 'upstream', depth: 5, most: 10 })).map(({ from, to, source: said }) => `${said} ${from.name}>${to.name}`)

test('a reading keeps what the views are made from, and the next takes its place', async () => {
  await lineage.add(place, 'dbt', [{ source: 'dbt', from: { schema: 'raw', name: 'orders' }, to: { schema: 'main', name: 'orders' }, columns: [] }])
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
