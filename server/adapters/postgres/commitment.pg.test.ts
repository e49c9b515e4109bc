import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { InvestigationEvent } from '../../core/investigation/events.ts'
import type { Append } from '../../core/ports/investigationStore.ts'
import type { LedgerCall } from '../../core/ports/modelLedger.ts'
import { asId, type CaseRef, type DataSourceId } from '../../core/shared/ids.ts'
import { usedUp } from '../../core/usage/budget.ts'
import { cancelled, facts, newCase, opened, ranQuery, type TestTenant } from '../../testing/caseFacts.ts'
import { testDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { startStoreProcess } from '../../testing/storeProcess.ts'
import { createSecretBox } from '../secrets/secretBox.ts'
import { createModelLedger } from './modelLedger.ts'
import { createSpending } from './spending.ts'

let database: TestDatabase
let [one, other]: Awaited<ReturnType<typeof startStoreProcess>>[] = []
beforeAll(async () => {
  database = await testDatabase()
  one = await startStoreProcess(database.url)
  other = await startStoreProcess(database.url)
})
afterAll(async () => {
  await Promise.all([one?.close(), other?.close()])
  await database.drop()
})

const workers = () => {
  if (!one || !other) throw new Error('The database comes first')
  return [one, other] as const
}
const terabyte = 5_000_000
/** A tenant that pays five dollars a terabyte, with a budget of the month. */
const newTenant = async (limit: number) => {
  const [{ pool, newTenant: make }] = workers()
  const tenant = await make()
  const source = `source:${tenant.dataSourceId}`
  await pool.query(
    `INSERT INTO price (tenant_id, resource, unit, valid_from, micros, changed_at) VALUES ($1, $2, 'terabyte', '2026-01-01', $3, now())`,
    [tenant.tenantId, source, terabyte],
  )
  await pool.query(
    `INSERT INTO budget (tenant_id, scope, period, limit_micros, version, changed_at) VALUES ($1, $1, 'month', $2, 1, now())`,
    [tenant.tenantId, limit],
  )
  return tenant
}
/** Ten gigabytes: five cents. */
const bytesRead = 10_000_000_000
const cost = 50_000n
const read = (id: string): InvestigationEvent => ({ type: 'QueryRan', data: { ...ranQuery(id), bytesRead } })
const settling = (append: Append, settles: string): Append => ({ ...append, settles })
const planned = (step: string) => ({ step, queries: 1, timeoutMs: 60_000, bytesCost: cost })
const scopeOf = (ref: CaseRef, { dataSourceId }: TestTenant) => ({ ...ref, dataSourceId })

const moneyOf = async (ref: CaseRef, tenant: TestTenant) => {
  const [standing] = await createSpending(workers()[0].pool).standings(scopeOf(ref, tenant))
  return { spent: standing?.spent, committed: standing?.committed }
}
const begin = async (tenant: TestTenant) => {
  const ref = newCase(tenant)
  await workers()[0].store.append(facts(ref, 0, opened(tenant)))
  return ref
}

test('a query under way is committed, then spent, and at no moment both or neither', async () => {
  const tenant = await newTenant(10_000_000)
  const [{ store, pool }, watcher] = workers()
  const spending = createSpending(pool)
  const ref = await begin(tenant)
  await spending.commit(scopeOf(ref, tenant), planned('runScan:values'))
  expect(await moneyOf(ref, tenant)).toEqual({ spent: 0n, committed: cost })
  const seen: bigint[] = []
  let isDone = false
  const watching = (async () => {
    while (!isDone)
      for (const { spent, committed } of await createSpending(watcher.pool).standings(scopeOf(ref, tenant)))
        seen.push(spent + committed)
  })()
  await store.append(settling(facts(ref, 1, read('values')), 'runScan:values'))
  expect(await moneyOf(ref, tenant)).toEqual({ spent: cost, committed: 0n })
  isDone = true
  await watching
  expect(new Set(seen)).toEqual(new Set([cost]))
})

test('an append that loses lets go of nothing; the end of the case, or its giving up, of what is left', async () => {
  const tenant = await newTenant(10_000_000)
  const [{ store, pool }] = workers()
  const spending = createSpending(pool)
  const ref = await begin(tenant)
  for (const step of ['runScan:values', 'runScan:keys', 'runScan:hours'])
    await spending.commit(scopeOf(ref, tenant), planned(step))
  expect(await store.append(settling(facts(ref, 7, read('values')), 'runScan:values'))).toMatchObject({ ok: false })
  expect(await moneyOf(ref, tenant)).toEqual({ spent: 0n, committed: 3n * cost })
  await spending.release(ref, 'runScan:keys')
  expect(await moneyOf(ref, tenant)).toEqual({ spent: 0n, committed: 2n * cost })
  await store.append(facts(ref, 1, cancelled))
  expect(await moneyOf(ref, tenant)).toEqual({ spent: 0n, committed: 0n })
})

test('a step that comes again takes its own place, and its own money does not stop it', async () => {
  const tenant = await newTenant(Number(cost))
  const [{ pool }, again] = workers()
  const ref = await begin(tenant)
  const scope = scopeOf(ref, tenant)
  await createSpending(pool).commit(scope, planned('sampleRows'))
  expect(usedUp((await createSpending(again.pool).commit(scope, planned('sampleRows'))).standings)).toBeNull()
  expect(await moneyOf(ref, tenant)).toEqual({ spent: 0n, committed: cost })
  expect(await createSpending(again.pool).committedSteps(ref)).toEqual(['sampleRows'])
})

test('two workers at once pass a budget by one step at most', async () => {
  // Two steps and a bit: the third begins with some room left, no fourth does.
  const limit = 2n * cost + 1n
  const tenant = await newTenant(Number(limit))
  const cases = await Promise.all(Array.from({ length: 12 }, () => begin(tenant)))
  const done = await Promise.all(
    cases.map(async (ref, index) => {
      const { pool, store } = workers()[index % 2 === 0 ? 0 : 1]
      if (usedUp((await createSpending(pool).commit(scopeOf(ref, tenant), planned('runScan:values'))).standings))
        return 0
      await pool.query('SELECT pg_sleep(0.05)')
      await store.append(settling(facts(ref, 1, read('values')), 'runScan:values'))
      return 1
    }),
  )
  expect(done.filter(Boolean).length).toBe(3)
  const [first] = cases
  if (!first) throw new Error('There are cases')
  const { spent, committed } = await moneyOf(first, tenant)
  expect([spent, committed]).toEqual([3n * cost, 0n])
  expect(spent ?? 0n).toBeLessThanOrEqual(limit + cost)
})

test("two workers at once pass a team's budget by one step at most, whatever data source its cases ask", async () => {
  const tenant = await newTenant(999_000_000)
  const [{ pool, store }, second] = workers()
  const [teamId, otherSource] = [randomUUID(), asId<DataSourceId>(randomUUID())]
  await pool.query(
    `INSERT INTO data_source (id, tenant_id, name, kind, settings) VALUES ($1, $2, 'other', 'duckdb', '{}')`,
    [otherSource, tenant.tenantId],
  )
  await pool.query(
    `INSERT INTO price SELECT tenant_id, 'source:' || $2, unit, valid_from, micros, changed_at FROM price WHERE tenant_id = $1`,
    [tenant.tenantId, otherSource],
  )
  await pool.query(
    `INSERT INTO budget (tenant_id, scope, period, limit_micros, version, changed_at) VALUES ($1, $2, 'day', $3, 1, now())`,
    [tenant.tenantId, teamId, String(2n * cost + 1n)],
  )
  const openOn = async (dataSourceId: DataSourceId, team: string | null) => {
    const ref = newCase(tenant)
    const fact = opened({ dataSourceId })
    await store.append(
      facts(
        ref,
        0,
        fact.type === 'InvestigationOpened' && team !== null ? { ...fact, data: { ...fact.data, teamId: team } } : fact,
      ),
    )
    return { ref, scope: scopeOf(ref, { ...tenant, dataSourceId }) }
  }
  const run = async ({ ref, scope }: Awaited<ReturnType<typeof openOn>>, worker: typeof second) => {
    if (usedUp((await createSpending(worker.pool).commit(scope, planned('runScan:values'))).standings)) return 0
    await worker.pool.query('SELECT pg_sleep(0.05)')
    await worker.store.append(settling(facts(ref, 1, read('values')), 'runScan:values'))
    return 1
  }
  const cases = await Promise.all(
    Array.from({ length: 12 }, (_, index) => openOn(index % 3 === 0 ? otherSource : tenant.dataSourceId, teamId)),
  )
  const done = await Promise.all(cases.map((each, index) => run(each, index % 2 === 0 ? workers()[0] : second)))
  expect(done.filter(Boolean)).toHaveLength(3)
  // Whoever is in no team goes on.
  expect(await run(await openOn(tenant.dataSourceId, null), second)).toBe(1)
})

test("what a step's queries may take is committed: near the limit a second each, or twice what the last ones took", async () => {
  const tenant = await newTenant(100_000)
  const [{ pool, store }] = workers()
  await pool.query(
    `INSERT INTO price (tenant_id, resource, unit, valid_from, micros, changed_at) VALUES ($1, $2, 'second', '2026-01-01', 20000, now())`,
    [tenant.tenantId, `source:${tenant.dataSourceId}`],
  )
  const ref = await begin(tenant)
  const spending = createSpending(pool)
  const two = { queries: 2, timeoutMs: 60_000 }
  expect((await spending.commit(scopeOf(ref, tenant), { ...two, step: 'a', bytesCost: 0n })).queryMs).toBe(1_000)
  expect((await moneyOf(ref, tenant)).committed).toBe(40_000n)
  const took = (id: string, elapsedMs: number): InvestigationEvent => ({
    type: 'QueryRan',
    data: { ...ranQuery(id), elapsedMs },
  })
  await store.append(settling(facts(ref, 1, took('x', 1_000), took('y', 2_000)), 'a'))
  expect((await spending.commit(scopeOf(ref, tenant), { ...two, step: 'b', bytesCost: 7n })).queryMs).toBe(3_000)
  expect(await moneyOf(ref, tenant)).toEqual({ spent: 60_000n, committed: 120_007n })
})

test('a query that was stopped is paid for as long as it ran', async () => {
  const tenant = await newTenant(10_000_000)
  const [{ pool, store }] = workers()
  await pool.query(
    `INSERT INTO price (tenant_id, resource, unit, valid_from, micros, changed_at) VALUES ($1, $2, 'second', '2026-01-01', 20000, now())`,
    [tenant.tenantId, `source:${tenant.dataSourceId}`],
  )
  const ref = await begin(tenant)
  const failed = {
    id: 'values:late1',
    scan: null,
    purpose: 'p',
    sql: 'SELECT 1',
    code: 'timed-out',
    message: 'Too late.',
  }
  await store.append(
    facts(
      ref,
      1,
      { type: 'QueryFailed', data: { ...failed, elapsedMs: 2_500 } },
      { type: 'QueryFailed', data: { ...failed, id: 'b', code: 'bad-query' } },
    ),
  )
  expect(await moneyOf(ref, tenant)).toEqual({ spent: 50_000n, committed: 0n })
})

test('a call that was answered stays committed until its fact is saved', async () => {
  const tenant = await newTenant(10_000_000)
  const [{ pool, store }] = workers()
  await pool.query(
    `INSERT INTO price (tenant_id, resource, unit, valid_from, micros, changed_at) VALUES ($1, 'strong', 'input', '2026-01-01', 3000000, now())`,
    [tenant.tenantId],
  )
  const ref = await begin(tenant)
  const ledger = createModelLedger({ pool, secrets: createSecretBox(randomBytes(32)) })
  const call: LedgerCall = {
    ref,
    dataSourceId: tenant.dataSourceId,
    key: 'propose:1',
    purpose: 'propose',
    model: 'strong',
    sharing: 'aggregates',
    payload: 'x',
    contents: [],
    most: { inputTokens: 10_000, outputTokens: 0 },
  }
  const begun = await ledger.begin(call)
  if (begun.state !== 'send') throw new Error(begun.state)
  const tokens = { inputTokens: 1_000, outputTokens: 0, cachedTokens: 0 }
  await ledger.end(ref, begun.callId, { answer: '[]', tokens })
  expect(await moneyOf(ref, tenant)).toEqual({ spent: 0n, committed: 30_000n })
  const use = { callId: begun.callId, model: 'strong', purpose: 'propose', ...tokens } as const
  await store.append(
    settling(facts(ref, 1, { type: 'ModelAnswered', data: { round: 1, uses: [use], wantsMore: false } }), 'askModel:1'),
  )
  expect(await moneyOf(ref, tenant)).toEqual({ spent: 3_000n, committed: 0n })
})
