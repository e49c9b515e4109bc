// The table that an alert's table is made from lies elsewhere and is called anything: only stored lineage leads there.
import { randomUUID } from 'node:crypto'
import { afterAll, expect, test } from 'vitest'
import { dbtManifest } from '../adapters/lineage/dbtManifest.ts'
import { createMemoryLineage } from '../adapters/memory/lineage.ts'
import { createMemorySchemaHistory } from '../adapters/memory/schemaHistory.ts'
import { createQueryGuard } from '../adapters/queryGuard/createQueryGuard.ts'
import { readSchema } from '../app/schema/readSchema.ts'
import { duckdb } from '../adapters/dataSources/duckdb.ts'
import { asId, type DataSourceId, type TenantId } from '../core/shared/ids.ts'
import type { Lineage } from '../core/ports/lineage.ts'
import { ok } from '../core/shared/result.ts'
import { duckdbFile } from '../testing/duckdbFile.ts'
import { investigateSource, stopInvestigating } from '../testing/investigate.ts'

const guard = createQueryGuard()
afterAll(() => Promise.all([stopInvestigating(), guard.close()]))

const statements = [
  'CREATE SCHEMA x7',
  'CREATE TABLE x7.q9 (order_id BIGINT, ordered_at TIMESTAMP, channel VARCHAR, user_id BIGINT)',
  `INSERT INTO x7.q9 SELECT i, TIMESTAMP '2026-05-01' + (i // 300) * INTERVAL 1 DAY + (i % 300) * INTERVAL 280 SECOND, ['web', 'app'][1 + i % 2],
    CASE WHEN i % 97 = 0 OR (i // 300 = 42 AND i % 10 < 4) THEN NULL ELSE i END FROM range(0, 300 * 43) AS t(i)`,
  'CREATE TABLE orders AS SELECT * FROM x7.q9',
]

const manifest = {
  sources: { 'source.shop.q9': { schema: 'x7', name: 'q9' } },
  nodes: {
    'model.shop.orders': {
      resource_type: 'model',
      schema: 'main',
      name: 'orders',
      depends_on: { nodes: ['source.shop.q9'] },
    },
  },
}

const viewStatements = [
  ...statements.slice(0, -1),
  'CREATE VIEW orders AS SELECT order_id, ordered_at, channel, user_id FROM x7.q9',
]

/** Two views, and hardly a column keeps its name. */
const renamingStatements = [
  ...statements.slice(0, -1),
  'ALTER TABLE x7.q9 RENAME COLUMN user_id TO cust',
  'ALTER TABLE x7.q9 RENAME COLUMN ordered_at TO zeit',
  'ALTER TABLE x7.q9 RENAME COLUMN order_id TO nr',
  'CREATE VIEW x7.between AS SELECT nr AS id, zeit AS at, channel AS ch, cust AS buyer FROM x7.q9',
  'CREATE VIEW orders AS SELECT b.id AS order_id, b.at AS ordered_at, b.ch AS channel, b.buyer AS user_id FROM x7.between AS b',
]

/** A table that nobody told of, filled from a view whose definition tells. */
const filledStatements = [
  ...renamingStatements.slice(0, -2),
  'CREATE SCHEMA staging',
  'CREATE VIEW staging.stg_orders AS SELECT nr AS order_id, zeit AS ordered_at, channel, cust AS user_id FROM x7.q9',
  `CREATE TABLE orders AS SELECT *, upper(channel) AS channel_name FROM staging.stg_orders`,
]

const byViews = {
  'by a view': viewStatements,
  'by views that rename': renamingStatements,
  'by a view behind it': filledStatements,
}

const investigated = async (told: 'by dbt' | 'by nobody' | keyof typeof byViews) => {
  const views = told === 'by dbt' || told === 'by nobody' ? null : byViews[told]
  const file = await duckdbFile(views ?? statements)
  const bounds = {
    allowPrivateAddresses: false,
    fileRoots: null,
    maxConcurrent: 4,
    duckdb: { memoryMb: 512, threads: 1 },
  }
  const connected = await duckdb.connect({ kind: 'duckdb', settings: { path: file.path }, secrets: {} }, bounds)
  if (!connected.ok) throw new Error(connected.problem.message)
  const lineage = createMemoryLineage()
  const edges = dbtManifest.read(JSON.stringify(manifest))
  const dataSourceId = asId<DataSourceId>(randomUUID())
  const question = {
    dataSourceId,
    table: { schema: 'main', name: 'orders' },
    metric: { kind: 'nullRate', column: 'user_id' },
    day: '2026-06-12',
    timeColumn: 'ordered_at',
    timeZone: 'UTC',
    wholeTable: false,
  } as const
  const place = { tenantId: asId<TenantId>(randomUUID()), dataSourceId }
  if (told === 'by dbt' && edges.ok) await lineage.replace(place, 'dbt', edges.value)
  if (views)
    await readSchema({
      dataSources: { open: async () => connected },
      history: createMemorySchemaHistory(),
      lineage,
      guard,
      now: () => new Date(),
    })(place)
  const around: Pick<Lineage, 'around'> = { around: (_place, asked) => lineage.around(place, asked) }
  const { finding, failure } = await investigateSource(connected.value, question, { lineage: around })
  await connected.value.close()
  await file.remove()
  return failure === null ? ok(finding?.origin) : failure
}

test('a dbt manifest gives the walk upstream its parents', async () => {
  expect(await investigated('by dbt')).toEqual(ok({ schema: 'x7', name: 'q9' }))
}, 60_000)

test('the definition of a view gives it the same, once its schema was read', async () => {
  expect(await investigated('by a view')).toEqual(ok({ schema: 'x7', name: 'q9' }))
}, 60_000)

test('so do definitions that give the columns other names', async () => {
  expect(await investigated('by views that rename')).toEqual(ok({ schema: 'x7', name: 'q9' }))
}, 60_000)

test('so does the definition of a view that the table seems to be filled from', async () => {
  expect(await investigated('by a view behind it')).toEqual(ok({ schema: 'x7', name: 'q9' }))
}, 60_000)

test('without it the same fault is told of the table itself', async () => {
  expect(await investigated('by nobody')).toEqual(ok({ schema: 'main', name: 'orders' }))
}, 60_000)
