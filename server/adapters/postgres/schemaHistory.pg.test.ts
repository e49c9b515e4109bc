import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Table } from '../../core/dataset/table.ts'
import { schemaHistoryContract } from '../../core/ports/schemaHistory.contract.ts'
import { asId, type DataSourceId, type TenantId } from '../../core/shared/ids.ts'
import { viewDatabase } from '../../testing/viewDatabase.ts'
import { createPool } from './pool.ts'
import { createSchemaHistory } from './schemaHistory.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let pool: ReturnType<typeof createPool>
beforeAll(async () => {
  views = await viewDatabase()
  pool = createPool(views.url, () => {})
})
afterAll(async () => {
  await pool.end()
  await views.drop()
})

/** Only the data sources of the newest place are connected, so that each test is alone with its own. */
const newPlaces = async () => {
  await views.db.dataSource.updateMany({ data: { removedAt: new Date() } })
  const tenant = await views.db.tenant.create({ data: { name: randomUUID() } })
  const add = async (name: string) => {
    const { id } = await views.db.dataSource.create({
      data: { tenantId: tenant.id, name, kind: 'duckdb', settings: {} },
    })
    return { tenantId: asId<TenantId>(tenant.id), dataSourceId: asId<DataSourceId>(id) }
  }
  return { history: createSchemaHistory(pool), place: await add('a'), other: await add('b') }
}

schemaHistoryContract('in PostgreSQL', newPlaces)

const at = new Date('2026-11-02T00:00:00Z')
const table = (name: string, rows: number): Table => ({
  name: { schema: 'shop', name },
  isView: false,
  columns: [{ name: 'id', nativeType: 'INTEGER', kind: 'integer', nullable: false, distinctEstimate: rows }],
  primaryKey: ['id'],
  foreignKeys: [],
  rowEstimate: rows,
})

test('a table that only grew keeps its one row, with the newest numbers', async () => {
  const { history, place } = await newPlaces()
  await history.record(place, { at, tables: [table('orders', 10)], isWhole: true })
  await history.record(place, { at: new Date('2026-11-03T00:00:00Z'), tables: [table('orders', 20)], isWhole: true })
  expect(
    await views.db.tableVersion.findMany({
      where: { dataSourceId: place.dataSourceId },
      select: { seenFrom: true, seenUntil: true, rowEstimate: true },
    }),
  ).toEqual([{ seenFrom: at, seenUntil: null, rowEstimate: 20 }])
})

test('two readings at once leave each table with one form', async () => {
  const { history, place } = await newPlaces()
  const tables = Array.from({ length: 1_200 }, (_none, index) => table(`t${index}`, index))
  const later = new Date('2026-11-02T00:00:01Z')
  const changes = await Promise.all([
    history.record(place, { at, tables, isWhole: true }),
    history.record(place, { at: later, tables, isWhole: true }),
  ])
  expect(changes.toSorted((a, b) => a - b)).toEqual([0, 1_200])
  expect(await views.db.tableVersion.count({ where: { dataSourceId: place.dataSourceId } })).toBe(1_200)
})
