import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { LedgerCall } from '../../core/ports/modelLedger.ts'
import { DEFAULT_PRIVACY } from '../../core/privacy/privacy.ts'
import { asId, type DataSourceId } from '../../core/shared/ids.ts'
import { seedTenant, type SeededTenant } from '../../testing/tenantSeed.ts'
import { testIdentity } from '../../testing/testIdentity.ts'
import { viewDatabase } from '../../testing/viewDatabase.ts'
import { createSecretBox } from '../secrets/secretBox.ts'
import { createModelLedger } from './modelLedger.ts'
import { createPool } from './pool.ts'
import { createPrivacySettings } from './privacySettings.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let pool: ReturnType<typeof createPool>
let settings: ReturnType<typeof createPrivacySettings>
beforeAll(async () => {
  views = await viewDatabase()
  pool = createPool(views.url, () => {})
  settings = createPrivacySettings({ db: views.db, audit: testIdentity({ db: views.db }).audit })
})
afterAll(async () => {
  await pool.end()
  await views.drop()
})

const DAY_MS = 86_400_000
const ago = (days: number) => new Date(Date.now() - days * DAY_MS)

/** A tenant whose report kept rows so many days ago, beside the answer of a count. */
const tenantWithRows = async (days: number) => {
  const tenant = await seedTenant(views.db, `Rows of ${days} days`)
  const row = (queryId: string) => ({
    investigationId: tenant.investigationId,
    tenantId: tenant.tenantId,
    queryId,
    position: 9,
    purpose: queryId,
    sql: 'SELECT 1',
    status: 'succeeded',
    readsTable: true,
    ranAt: ago(days),
    answer: { columns: [], rows: [] },
  })
  await views.db.queryView.createMany({ data: ['badRows', 'goodRows', 'counts'].map(row) })
  return tenant
}
const kept = async ({ tenantId }: SeededTenant) =>
  (
    await views.db.queryView.findMany({
      where: { tenantId, queryId: { in: ['badRows', 'goodRows', 'counts'] } },
      orderBy: { queryId: 'asc' },
    })
  ).flatMap(({ queryId, answer }) => (answer === null ? [] : [queryId]))

test('of racing changes on one version exactly one is saved, with its entry in the trail', async () => {
  const { tenantId } = await seedTenant(views.db, 'Racing')
  expect(await settings.of(tenantId)).toEqual({ ...DEFAULT_PRIVACY, version: 0 })
  const saved = await Promise.all([1, 2, 3].map(rowDays => settings.save(tenantId, { ...DEFAULT_PRIVACY, rowDays }, 0)))
  expect(saved.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await settings.of(tenantId)).version).toBe(1)
  expect(await views.db.auditEntry.count({ where: { tenantId, action: 'privacyChanged' } })).toBe(1)
})

test('rows of reports go when they are older than their tenant keeps them, and nothing else does', async () => {
  const [old, young, other] = [await tenantWithRows(8), await tenantWithRows(6), await tenantWithRows(900)]
  for (const { tenantId } of [old, young]) await settings.save(tenantId, { ...DEFAULT_PRIVACY, rowDays: 7 }, 0)
  await settings.forget(new Date())
  expect([await kept(old), await kept(young), await kept(other)]).toEqual([
    ['counts'],
    ['badRows', 'counts', 'goodRows'],
    ['badRows', 'counts', 'goodRows'],
  ])
})

test('where no rows are shown, those that were kept go', async () => {
  const tenant = await tenantWithRows(0)
  await settings.save(tenant.tenantId, { ...DEFAULT_PRIVACY, showsRows: false }, 0)
  await settings.forget(new Date())
  expect(await kept(tenant)).toEqual(['counts'])
})

test('what left for a model is kept as long as its tenant says, what left before too, and goes without another call', async () => {
  const [ours, theirs] = [await seedTenant(views.db, 'Short'), await seedTenant(views.db, 'Usual')]
  const ledger = createModelLedger({ pool, secrets: createSecretBox(randomBytes(32)) })
  const call = ({ tenantId, investigationId }: SeededTenant): LedgerCall => ({
    ref: { tenantId, investigationId },
    dataSourceId: asId<DataSourceId>(randomUUID()),
    key: randomUUID(),
    purpose: 'propose',
    model: 'strong',
    sharing: 'aggregates',
    payload: 'WHAT LEAVES',
    most: { inputTokens: 1, outputTokens: 1 },
    contents: [],
  })
  for (const each of [call(ours), call(theirs)]) await ledger.begin(each)
  await settings.save(ours.tenantId, { ...DEFAULT_PRIVACY, payloadDays: 2 }, 0)
  await ledger.begin(call(ours))
  const payloads = async ({ tenantId }: SeededTenant) =>
    views.db.modelCall.count({ where: { tenantId, payload: { not: null } } })
  await settings.forget(new Date(Date.now() + 1.9 * DAY_MS))
  expect([await payloads(ours), await payloads(theirs)]).toEqual([2, 1])
  await settings.forget(new Date(Date.now() + 2.1 * DAY_MS))
  expect([await payloads(ours), await payloads(theirs)]).toEqual([0, 1])
  await settings.forget(new Date(Date.now() + 31 * DAY_MS))
  expect(await payloads(theirs)).toBe(0)
})
