import { afterAll, beforeAll, expect, test } from 'vitest'
import { duckdb } from '../../adapters/dataSources/duckdb.ts'
import { createQueryGuard } from '../../adapters/queryGuard/createQueryGuard.ts'
import { neverAsk, type ApprovalPolicy } from '../../core/approval/policy.ts'
import type { Table } from '../../core/dataset/table.ts'
import type { AuditNote } from '../../core/ports/auditTrail.ts'
import type { DataSource } from '../../core/ports/dataSource.ts'
import { DEFAULT_PRIVACY, type Privacy } from '../../core/privacy/privacy.ts'
import { asId, type DataSourceId, type TenantId } from '../../core/shared/ids.ts'
import { ok, refuse } from '../../core/shared/result.ts'
import { duckdbFile, type DuckdbFile } from '../../testing/duckdbFile.ts'
import type { LookTools } from './lookAt.ts'
import { profileColumn } from './profileColumn.ts'
import { sampleTable } from './sampleTable.ts'

const place = { tenantId: asId<TenantId>('tenant'), dataSourceId: asId<DataSourceId>('source') }
const orders = { schema: 'main', name: 'orders' }
const guard = createQueryGuard()
const anyTable: Table = {
  name: orders,
  isView: false,
  columns: [{ name: 'id', nativeType: 'INTEGER', kind: 'integer', nullable: true, distinctEstimate: null }],
  primaryKey: null,
  foreignKeys: [],
  rowEstimate: null,
}
let file: DuckdbFile
let source: DataSource
beforeAll(async () => {
  file = await duckdbFile([
    `CREATE TABLE orders AS SELECT i AS order_id, CASE WHEN i % 4 = 0 THEN NULL ELSE ['paid', 'sent'][1 + i % 2] END AS status, 'buyer' || i || '@example.com' AS contact,
      'Ada' || i || ' Lovelace' AS customer_name, 'call me on +49 30 1234567 please' AS note, i * 1.5 AS amount, TIMESTAMP '2026-11-01' + i * INTERVAL 1 HOUR AS placed_at
      FROM range(1, 101) t(i)`,
    `CREATE TABLE empty_table (id INTEGER)`,
  ])
  const settings = { kind: 'duckdb', settings: { path: file.path }, secrets: {} }
  const connected = await duckdb.connect(settings, {
    allowPrivateAddresses: false,
    fileRoots: null,
    maxConcurrent: 4,
    duckdb: { memoryMb: 256, threads: 1 },
  })
  if (!connected.ok) throw new Error(connected.problem.message)
  source = connected.value
  // Its first query starts the guard's worker, which may take longer than a test.
  await guard.check('SELECT 1', { dialect: 'duckdb', context: { tables: [anyTable] } })
}, 30_000)
afterAll(async () => {
  await source.close()
  await guard.close()
  await file.remove()
})

const looking = (policy: Partial<ApprovalPolicy> = {}, privacy: Partial<Privacy> = {}) => {
  const notes: AuditNote[] = []
  const tools: LookTools = {
    dataSources: { open: async () => ok(source) },
    guard,
    policies: { policyOf: async () => ({ ...neverAsk, ...policy }), change: async () => refuse({ code: 'conflict' }) },
    audit: { note: async note => void notes.push(note) },
    privacy: { of: async () => ({ ...DEFAULT_PRIVACY, ...privacy, version: 1 }) },
  }
  return {
    notes,
    sample: async (name = orders) => sampleTable(tools)(place, name),
    profile: async (column: string) => profileColumn(tools)(place, { ...orders, column }),
  }
}

const value = <Value>(
  result: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly problem: unknown },
): Value => {
  if (!result.ok) throw new Error(JSON.stringify(result.problem))
  return result.value
}

test('sample rows show words of a list and numbers, and nothing that belongs to a person; who looked is noted', async () => {
  const { sample, notes } = looking()
  const { answer, masked, left } = value(await sample())
  expect([answer.rows.length, masked.toSorted(), left]).toEqual([20, ['contact', 'customer_name', 'note'], []])
  const text = JSON.stringify(answer.rows)
  expect(text).toContain('"paid"')
  expect(text).not.toMatch(/example\.com|Lovelace|1234567/)
  expect(notes).toMatchObject([
    { action: 'rowsSampled', subject: { kind: 'dataSource', name: 'main.orders' }, after: { rows: 20 } },
  ])
})

test('a column that the policy calls sensitive shows no value at all', async () => {
  const { answer, masked } = value(await looking({ sensitiveColumns: ['amount', 'status'] }).sample())
  expect(masked).toEqual(expect.arrayContaining(['amount', 'status']))
  expect(JSON.stringify(answer.rows)).not.toContain('paid')
})

test('a column that the workspace masks shows no value, in this data source only', async () => {
  const { sample, profile } = looking({}, { masked: { [place.dataSourceId]: ['amount', 'status'] } })
  expect(JSON.stringify(value(await sample()).answer.rows)).not.toContain('paid')
  expect(value(await profile('amount'))).toMatchObject({
    isMasked: true,
    top: [],
    bins: [],
    extent: { rows: 100, least: null, most: null },
  })
  const elsewhere = looking({}, { masked: { [asId<DataSourceId>('other')]: ['amount', 'status'] } })
  expect(JSON.stringify(value(await elsewhere.sample()).answer.rows)).toContain('paid')
})

test('where no single rows are shown nobody looks at any, and profiles tell counts', async () => {
  const { sample, profile, notes } = looking({}, { showsRows: false })
  expect(await sample()).toMatchObject({
    ok: false,
    problem: { code: 'not-allowed', message: expect.stringContaining('Data and privacy') },
  })
  expect(notes).toEqual([])
  expect(value(await profile('status')).top).toHaveLength(3)
})

test('a profile tells nulls, distinct values, extent, top values and how they are spread', async () => {
  const { profile, notes } = looking()
  const status = value(await profile('status'))
  expect(status).toMatchObject({
    isMasked: false,
    isCut: false,
    extent: { rows: 100, filled: 75, distinct: 2, least: null, most: null },
    bins: [],
  })
  expect(status.top).toEqual([
    { value: 'sent', rows: 50 },
    { value: 'paid', rows: 25 },
    { value: null, rows: 25 },
  ])
  const amount = value(await profile('amount'))
  expect(amount.extent).toMatchObject({ least: 1.5, most: 150 })
  expect([
    amount.bins.length,
    amount.bins.reduce((sum, { rows }) => sum + rows, 0),
    amount.bins.every(({ rows }) => rows === 5),
  ]).toEqual([20, 100, true])
  const placed = value(await profile('placed_at'))
  expect(placed.extent.least).toBe(Date.UTC(2026, 10, 1, 1) / 1000)
  expect(placed.bins.reduce((sum, { rows }) => sum + rows, 0)).toBe(100)
  expect(notes.map(({ action, subject }) => [action, subject?.name])).toEqual(
    ['status', 'amount', 'placed_at'].map(column => ['columnProfiled', `main.orders.${column}`]),
  )
})

test("a profile of a column that is somebody's own counts and shows no value; one that holds addresses shows tokens", async () => {
  const own = value(await looking().profile('customer_name'))
  expect(own).toMatchObject({
    isMasked: true,
    top: [],
    bins: [],
    extent: { rows: 100, filled: 100, distinct: 100, least: null, most: null },
  })
  const contact = value(await looking().profile('contact'))
  expect(contact.isMasked).toBe(true)
  expect(JSON.stringify(contact.top)).not.toContain('example.com')
})

test('what cannot be looked at is refused in words, and nothing is noted', async () => {
  const { sample, profile, notes } = looking({ rules: [{ tier: 'never', when: { kind: 'table', table: orders } }] })
  expect(await sample({ schema: 'main', name: 'nowhere' })).toMatchObject({
    ok: false,
    problem: { code: 'no-such-table' },
  })
  expect(await looking().profile('nowhere')).toMatchObject({
    ok: false,
    problem: { code: 'no-such-column', message: 'main.orders has no column nowhere.' },
  })
  for (const looked of [await sample(), await profile('amount')])
    expect(looked).toMatchObject({ ok: false, problem: { code: 'not-allowed' } })
  expect(notes).toEqual([])
  expect(value(await sample({ schema: 'main', name: 'empty_table' })).answer.rows).toEqual([])
})
