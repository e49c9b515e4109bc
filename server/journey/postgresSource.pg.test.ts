import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { postgres } from '../adapters/dataSources/postgres.ts'
import { createQueryGuard } from '../adapters/queryGuard/createQueryGuard.ts'
import { rerunQuery } from '../app/rerunQuery.ts'
import type { Metric } from '../core/metric/metric.ts'
import type { DataSource } from '../core/ports/dataSource.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { ok } from '../core/shared/result.ts'
import { asksNobody } from '../testing/asksNobody.ts'
import { investigateSource, stopInvestigating } from '../testing/investigate.ts'
import { testDatabase, type TestDatabase } from '../testing/postgres.ts'

// The same engine on PostgreSQL as a warehouse: its dialect, its guard, its read-only session.

let database: TestDatabase
let source: DataSource

const shop = [
  "CREATE TABLE customers (customer_id text PRIMARY KEY, tier text NOT NULL, valid_from date NOT NULL DEFAULT DATE '2025-01-01', valid_to date)",
  `INSERT INTO customers (customer_id, tier) SELECT lpad(i::text, 6, '0'), CASE WHEN i % 3 = 0 THEN 'gold' ELSE 'plain' END FROM generate_series(1, 900) i`,
  `CREATE TABLE orders (order_id bigint PRIMARY KEY, ordered_at timestamptz NOT NULL, country text NOT NULL, channel text NOT NULL, app_version text,
    customer_id text, user_id bigint, amount numeric(10, 2) NOT NULL)`,
  `INSERT INTO orders SELECT i, timestamptz '2026-05-01 00:00+00' + (i / 600) * interval '1 day' + (i % 600) * interval '140 seconds',
    (ARRAY['DE', 'FR', 'GB', 'ES'])[1 + (i * 7919 % 11) % 4], (ARRAY['web', 'app', 'store'])[1 + (i::bigint * 104729 % 7) % 3], '7.1',
    lpad((1 + i * 31 % 900)::text, 6, '0'), CASE WHEN i % 97 = 0 THEN NULL ELSE i END, 20 + (i * 37 % 60) FROM generate_series(0, 600 * 45 - 1) i`,
  `UPDATE orders SET app_version = '7.2' WHERE channel = 'app' AND ordered_at >= '2026-06-12 08:00+00'`,
  `UPDATE orders SET user_id = NULL WHERE app_version = '7.2' AND order_id % 10 < 8`,
  `DELETE FROM orders WHERE country = 'FR' AND ordered_at >= '2026-06-05 00:00+00' AND ordered_at < '2026-06-06 00:00+00'`,
  `UPDATE orders SET amount = amount * 100 WHERE country = 'GB' AND ordered_at >= '2026-06-03 00:00+00' AND ordered_at < '2026-06-04 00:00+00'`,
  `INSERT INTO orders SELECT order_id + 1000000, ordered_at, country, channel, app_version, customer_id, user_id, amount FROM orders
    WHERE ordered_at >= '2026-06-09 00:00+00' AND ordered_at < '2026-06-10 00:00+00'`,
  'ANALYZE',
]

beforeAll(async () => {
  database = await testDatabase()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  for (const statement of shop) await client.query(statement)
  await client.end()
  const { hostname, port, username, password, pathname } = new URL(database.url)
  const connected = await postgres.connect(
    {
      kind: 'postgres',
      settings: {
        host: hostname,
        port: Number(port),
        database: pathname.slice(1),
        user: decodeURIComponent(username),
        ssl: 'disable',
      },
      secrets: { password: decodeURIComponent(password) },
    },
    { allowPrivateAddresses: true, fileRoots: null, maxConcurrent: 4, duckdb: { memoryMb: 256, threads: 1 } },
  )
  if (!connected.ok) throw new Error(connected.problem.message)
  source = connected.value
})

afterAll(async () => {
  await source.close()
  await stopInvestigating()
  await database.drop()
})

const ask = (metric: Metric, day: string) =>
  investigateSource(source, {
    dataSourceId: asId<DataSourceId>('postgres'),
    table: { schema: 'public', name: 'orders' },
    metric,
    day,
    timeColumn: null,
    timeZone: 'UTC',
    wholeTable: false,
  })

test('nulls of a new release are found, with its version and its hour', async () => {
  const { finding, failure, problems } = await ask({ kind: 'nullRate', column: 'user_id' }, '2026-06-12')
  expect({ failure, problems, cause: finding?.cause, segments: finding?.segments, onset: finding?.onset }).toEqual({
    failure: null,
    problems: [],
    cause: 'nullFromRelease',
    segments: [[{ column: 'app_version', value: '7.2' }]],
    onset: { at: '2026-06-12T08', precision: 'hour' },
  })
})

test('a feed that stopped is found', async () => {
  const { finding, failure, problems } = await ask({ kind: 'rowCount' }, '2026-06-05')
  expect({ failure, problems, cause: finding?.cause, segments: finding?.segments }).toEqual({
    failure: null,
    problems: [],
    cause: 'feedOutage',
    segments: [[{ column: 'country', value: 'FR' }]],
  })
})

test('a change of unit is found', async () => {
  const { finding, failure, problems } = await ask({ kind: 'average', column: 'amount' }, '2026-06-03')
  expect({ failure, problems, cause: finding?.cause, segments: finding?.segments }).toEqual({
    failure: null,
    problems: [],
    cause: 'unitChange',
    segments: [[{ column: 'country', value: 'GB' }]],
  })
})

test('a day loaded twice is found', async () => {
  const { finding, failure, problems } = await ask({ kind: 'rowCount' }, '2026-06-09')
  expect({ failure, problems, cause: finding?.cause, segments: finding?.segments }).toEqual({
    failure: null,
    problems: [],
    cause: 'duplicatedLoad',
    segments: [],
  })
})

test('an ordinary day is no anomaly, whatever is asked of it', async () => {
  for (const metric of [
    { kind: 'rowCount' },
    { kind: 'nullRate', column: 'user_id' },
    { kind: 'distinctCount', column: 'country' },
    { kind: 'duplicateRate', columns: ['order_id'] },
    { kind: 'sum', column: 'amount' },
    { kind: 'average', column: 'amount' },
    { kind: 'minimum', column: 'amount' },
    { kind: 'maximum', column: 'amount' },
    { kind: 'freshness' },
    { kind: 'share', where: { column: 'country', operator: '=', value: 'DE' } },
  ] as const) {
    const { finding, failure } = await ask(metric, '2026-06-10')
    expect({ metric: metric.kind, failure, conclusion: finding?.conclusion }).toEqual({
      metric: metric.kind,
      failure: null,
      conclusion: 'noAnomaly',
    })
  }
})

test('every query and every number of a report is had again from PostgreSQL', async () => {
  const guard = createQueryGuard()
  for (const [metric, day] of [
    [{ kind: 'nullRate', column: 'user_id' }, '2026-06-12'],
    [{ kind: 'rowCount' }, '2026-06-05'],
    [{ kind: 'average', column: 'amount' }, '2026-06-03'],
    [{ kind: 'freshness' }, '2026-06-10'],
    [{ kind: 'duplicateRate', columns: ['order_id', 'country'] }, '2026-06-10'],
  ] as const) {
    const { ref, store, finding, queries } = await ask(metric, day)
    const names = [...queries.map(({ id }) => id), ...(finding?.proofs ?? []).map(({ id }) => `proof:${id}`)]
    expect(names.length).toBeGreaterThan(2)
    for (const name of names) {
      const again = await rerunQuery({ store, guard, dataSources: { open: async () => ok(source) }, ...asksNobody })(
        ref,
        name,
      )
      expect({ metric, name, ...again }).toMatchObject({ name, ok: true, value: { agrees: true } })
    }
  }
  await guard.close()
})
