import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SignedIn } from '../../core/access/signedIn.ts'
import type { LedgerCall } from '../../core/ports/modelLedger.ts'
import type { InvestigationEvent } from '../../core/investigation/events.ts'
import type { SpendingScope } from '../../core/ports/spending.ts'
import { asId, type CaseRef, type PersonId } from '../../core/shared/ids.ts'
import { facts, newCase, opened, ranQuery, type TestTenant } from '../../testing/caseFacts.ts'
import { meteredQueries } from '../../testing/metered.ts'
import { testDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { startStoreProcess } from '../../testing/storeProcess.ts'
import { createSecretBox } from '../secrets/secretBox.ts'
import { createModelLedger } from './modelLedger.ts'
import { createSpending } from './spending.ts'

let database: TestDatabase
let process: Awaited<ReturnType<typeof startStoreProcess>>
beforeAll(async () => {
  database = await testDatabase()
  process = await startStoreProcess(database.url)
})
afterAll(async () => {
  await process.close()
  await database.drop()
})

const setPrice = (
  tenant: TestTenant,
  resource: string,
  [unit, micros, from = '2026-01-01']: readonly [unit: string, micros: number, from?: string],
) =>
  process.pool.query(
    'INSERT INTO price (tenant_id, resource, unit, valid_from, micros, changed_at) VALUES ($1, $2, $3, $4, $5, now())',
    [tenant.tenantId, resource, unit, from, micros],
  )
const setBudget = (tenant: TestTenant, scope: string, [period, micros]: readonly [period: string, micros: number]) =>
  process.pool.query(
    'INSERT INTO budget (tenant_id, scope, period, limit_micros, version, changed_at) VALUES ($1, $2, $3, $4, 1, now())',
    [tenant.tenantId, scope, period, micros],
  )
/** Three dollars a million tokens in, fifteen out, thirty cents cached; two cents a second of the warehouse. */
const setPrices = async (tenant: TestTenant) => {
  for (const [unit, micros] of [
    ['input', 3_000_000],
    ['output', 15_000_000],
    ['cached', 300_000],
  ] as const)
    await setPrice(tenant, 'strong', [unit, micros])
  await setPrice(tenant, `source:${tenant.dataSourceId}`, ['second', 20_000])
}

const use = {
  callId: 'c1',
  model: 'strong',
  purpose: 'propose',
  inputTokens: 1_000,
  outputTokens: 200,
  cachedTokens: 4_000,
} as const
const answered = (round: number): InvestigationEvent => ({
  type: 'ModelAnswered',
  data: { round, uses: [use, { ...use, callId: 'c2', outputTokens: 1 }], wantsMore: false },
})
const ran = (id: string, elapsedMs: number): InvestigationEvent => ({
  type: 'QueryRan',
  data: { ...ranQuery(id), elapsedMs },
})
/** 3000 + 3000 + 1200 micros, and the second use with one token out: 3000 + 15 + 1200. */
const modelMicros = 3_000 + 3_000 + 1_200 + 3_000 + 15 + 1_200

const rows = async (ref: CaseRef) =>
  (
    await process.pool.query<{ kind: string; cost: string }>(
      'SELECT kind, cost_micros AS cost FROM usage_entry WHERE investigation_id = $1 ORDER BY sequence, part',
      [ref.investigationId],
    )
  ).rows.map(({ kind, cost }) => [kind, Number(cost)])

test('each fact is priced once, by the book of its day, to the millionth', async () => {
  const tenant = await process.newTenant()
  await setPrices(tenant)
  await setPrice(tenant, 'strong', ['input', 999_000_000, '2099-01-01'])
  const ref = newCase(tenant)
  await process.store.append(facts(ref, 0, opened(tenant)))
  await process.store.append(facts(ref, 1, ran('a', 1_234), answered(1)))
  expect(await rows(ref)).toEqual([
    ['investigation', 0],
    ['query', 24_680],
    ['model', 7_200],
    ['model', 4_215],
  ])
})

test('bytes are paid by the terabyte: those that were read, else those that were expected', async () => {
  const tenant = await process.newTenant()
  await setPrice(tenant, `source:${tenant.dataSourceId}`, ['terabyte', 6_250_000])
  await setPrice(tenant, `source:${tenant.dataSourceId}`, ['terabyte', 99_000_000, '2099-01-01'])
  const ref = newCase(tenant)
  const read = (id: string, more: object): InvestigationEvent => ({
    type: 'QueryRan',
    data: { ...ranQuery(id), ...more },
  })
  const estimate = { rows: 1, bytes: 4_000_000_000, how: 'plan' } as const
  await process.store.append(facts(ref, 0, opened(tenant)))
  await process.store.append(
    facts(ref, 1, read('a', { bytesRead: 80_000_000_000, estimate }), read('b', { estimate }), read('c', {})),
  )
  expect(await rows(ref)).toEqual([
    ['investigation', 0],
    ['query', 500_000],
    ['query', 25_000],
    ['query', 0],
  ])
  expect(await createSpending(process.pool).pricesOf(tenant.tenantId, tenant.dataSourceId)).toEqual({
    terabyte: 6_250_000n,
    second: null,
  })
  const { rows: kept } = await process.pool.query(
    'SELECT query_id, bytes_read, estimate FROM query_view WHERE investigation_id = $1 ORDER BY position',
    [ref.investigationId],
  )
  expect(kept).toEqual([
    { query_id: 'a', bytes_read: '80000000000', estimate },
    { query_id: 'b', bytes_read: null, estimate },
    { query_id: 'c', bytes_read: null, estimate: null },
  ])
})

test('a warehouse that bills credits is paid by its seconds, at its credits an hour; of seconds and credits the newer price holds', async () => {
  const tenant = await process.newTenant()
  const source = `source:${tenant.dataSourceId}`
  const setCredit = (micros: number, perHour: number, from: string) =>
    process.pool.query(
      `INSERT INTO price (tenant_id, resource, unit, valid_from, micros, credits_per_hour, changed_at) VALUES ($1, $2, 'credit', $3, $4, $5, now())`,
      [tenant.tenantId, source, from, micros, perHour],
    )
  await setPrice(tenant, source, ['second', 999_000])
  await setCredit(3_000_000, 4, '2026-02-01')
  await setCredit(9_000_000, 4, '2099-01-01')
  const ref = newCase(tenant)
  await process.store.append(facts(ref, 0, opened(tenant)))
  // Four credits of three dollars an hour are a third of a cent a second: 3,333.33 millionths.
  await process.store.append(facts(ref, 1, ran('a', 1_000), ran('b', 3_600_000)))
  const spending = createSpending(process.pool)
  expect(await spending.pricesOf(tenant.tenantId, tenant.dataSourceId)).toEqual({ terabyte: null, second: 3_334n })
  await setPrice(tenant, source, ['second', 20_000, '2026-03-01'])
  await process.store.append(facts(ref, 3, ran('c', 1_000)))
  expect(await rows(ref)).toEqual([
    ['investigation', 0],
    ['query', 3_333],
    ['query', 12_000_000],
    ['query', 20_000],
  ])
  expect(await spending.pricesOf(tenant.tenantId, tenant.dataSourceId)).toEqual({ terabyte: null, second: 20_000n })
  await expect(setCredit(1, 0, '2026-04-01')).resolves.toBeDefined()
  await expect(
    process.pool.query(`UPDATE price SET credits_per_hour = NULL WHERE tenant_id = $1 AND unit = 'credit'`, [
      tenant.tenantId,
    ]),
  ).rejects.toThrow('price_credits')
})

test('deliveries that come twice, at once and after a lost answer, add up to the cent', async () => {
  const tenant = await process.newTenant()
  await setPrices(tenant)
  const refs = Array.from({ length: 10 }, () => newCase(tenant))
  await Promise.all(refs.flatMap(ref => [1, 2, 3].map(() => process.store.append(facts(ref, 0, opened(tenant))))))
  for (const version of [1, 3, 5]) {
    const appends = refs.flatMap(ref =>
      [1, 2, 3, 4].map(() => process.store.append(facts(ref, version, ran(`q${version}`, 50), answered(version)))),
    )
    await Promise.allSettled(appends)
  }
  const {
    rows: [sum],
  } = await process.pool.query<{ total: string; entries: string }>(
    'SELECT sum(cost_micros) AS total, count(*) AS entries FROM usage_entry WHERE tenant_id = $1',
    [tenant.tenantId],
  )
  expect([Number(sum?.total), Number(sum?.entries)]).toEqual([10 * 3 * (1_000 + modelMicros), 10 * (1 + 3 * 3)])
  const metered = await meteredQueries(process.pool)
  expect(metered.entries).toEqual(metered.facts)
  expect(Number(metered.facts[0])).toBeGreaterThanOrEqual(30)
})

test('without a price nothing is invented: it counts, costs nothing, and is marked as unpriced; a price of nothing is one', async () => {
  const tenant = await process.newTenant()
  const begin = async () => {
    const ref = newCase(tenant)
    await process.store.append(facts(ref, 0, opened(tenant)))
    await process.store.append(facts(ref, 1, ran('a', 1_000), answered(1)))
    expect(await rows(ref)).toEqual([
      ['investigation', 0],
      ['query', 0],
      ['model', 0],
      ['model', 0],
    ])
    const { rows: kept } = await process.pool.query<{ priced: boolean }>(
      'SELECT priced FROM usage_entry WHERE investigation_id = $1 ORDER BY sequence, part',
      [ref.investigationId],
    )
    return kept.map(({ priced }) => priced)
  }
  expect(await begin()).toEqual([true, false, false, false])
  for (const unit of ['input', 'output']) await setPrice(tenant, 'strong', [unit, 0])
  await setPrice(tenant, `source:${tenant.dataSourceId}`, ['second', 0])
  expect(await begin()).toEqual([true, true, false, false])
  await setPrice(tenant, 'strong', ['cached', 0])
  expect(await begin()).toEqual([true, true, true, true])
})

test("what a program's case used is of its key and of whose key it is", async () => {
  const tenant = await process.newTenant()
  const [personId, keyId] = [asId<PersonId>(randomUUID()), randomUUID()]
  const ref = newCase(tenant)
  const fact = opened(tenant)
  if (fact.type !== 'InvestigationOpened') throw new Error('A case opens with this')
  const signedIn: SignedIn = {
    tenantId: tenant.tenantId,
    personId,
    name: 'Pipeline',
    role: 'member',
    credential: { kind: 'key', id: keyId },
    key: { name: 'nightly', scopes: [] },
  }
  const asked = await startStoreProcess(database.url, { asking: () => ({ signedIn, address: null, agent: null }) })
  await asked.store.append(facts(ref, 0, { ...fact, data: { ...fact.data, openedBy: personId } }))
  await asked.close()
  await process.store.append(facts(ref, 1, ran('a', 1_000)))
  const { rows: kept } = await process.pool.query(
    'SELECT trigger, actor_id, person_id FROM usage_entry WHERE investigation_id = $1',
    [ref.investigationId],
  )
  expect(kept).toEqual(Array(2).fill({ trigger: 'key', actor_id: keyId, person_id: personId }))
})

test("budgets of a case, a data source and the tenant count what is theirs, and another tenant's nothing", async () => {
  const [tenant, other] = [await process.newTenant(), await process.newTenant()]
  for (const one of [tenant, other]) await setPrices(one)
  for (const [scope, period] of [
    [tenant.tenantId, 'case'],
    [tenant.tenantId, 'month'],
    [tenant.dataSourceId, 'day'],
  ] as const)
    await setBudget(tenant, scope, [period, 100_000])
  const [mine, beside, foreign] = [newCase(tenant), newCase(tenant), newCase(other)]
  for (const [ref, of] of [
    [mine, tenant],
    [beside, tenant],
    [foreign, other],
  ] as const) {
    await process.store.append(facts(ref, 0, opened(of)))
    await process.store.append(facts(ref, 1, ran('a', 1_000)))
  }
  const standings = await createSpending(process.pool).standings({ ...mine, dataSourceId: tenant.dataSourceId })
  expect(standings.map(({ period, of, spent, committed }) => [period, of, spent, committed])).toEqual([
    ['case', 'tenant', 20_000n, 0n],
    ['day', 'dataSource', 40_000n, 0n],
    ['month', 'tenant', 40_000n, 0n],
  ])
})

test("a team's budget counts what its own cases used, and binds one that is to begin for it", async () => {
  const tenant = await process.newTenant()
  await setPrices(tenant)
  const teams = [randomUUID(), randomUUID()] as const
  for (const team of teams) await setBudget(tenant, team, ['month', 100_000])
  const begin = async (teamId?: string) => {
    const ref = newCase(tenant)
    const fact = opened(tenant)
    await process.store.append(
      facts(ref, 0, fact.type === 'InvestigationOpened' && teamId ? { ...fact, data: { ...fact.data, teamId } } : fact),
    )
    await process.store.append(facts(ref, 1, ran('a', 1_000), answered(1)))
    return ref
  }
  const [ours, nobodys] = [await begin(teams[0]), await begin()]
  const { rows: kept } = await process.pool.query(
    'SELECT DISTINCT team_id FROM usage_entry WHERE investigation_id = $1',
    [ours.investigationId],
  )
  expect(kept).toEqual([{ team_id: teams[0] }])
  const standings = async (scope: Partial<SpendingScope>) =>
    (
      await createSpending(process.pool).standings({
        tenantId: tenant.tenantId,
        dataSourceId: tenant.dataSourceId,
        investigationId: null,
        ...scope,
      })
    ).map(({ of, scope: id, spent }) => [of, id, spent])
  const spent = 20_000n + BigInt(modelMicros)
  expect(await standings(ours)).toEqual([['team', teams[0], spent]])
  expect(await standings(nobodys)).toEqual([])
  expect(await standings({ teamId: teams[0] })).toEqual([['team', teams[0], spent]])
  expect(await standings({ teamId: teams[1] })).toEqual([['team', teams[1], 0n]])
})

test('a level is told once, however many steps see it', async () => {
  const tenant = await process.newTenant()
  const spending = createSpending(process.pool)
  const standing = {
    scope: tenant.tenantId,
    of: 'tenant',
    period: 'month',
    span: '2026-11',
    limit: 100n,
    committed: 0n,
  } as const
  await Promise.all([1, 2, 3, 4].map(() => spending.note(tenant.tenantId, [{ ...standing, spent: 81n }])))
  await spending.note(tenant.tenantId, [{ ...standing, spent: 100n }])
  const { rows: levels } = await process.pool.query<{ level: number }>(
    'SELECT level FROM budget_notice WHERE tenant_id = $1 ORDER BY sequence',
    [tenant.tenantId],
  )
  expect(levels.map(({ level }) => level).toSorted((a, b) => a - b)).toEqual([50, 80, 100])
})

const secrets = createSecretBox(randomBytes(32))
const call = (tenant: TestTenant, ref: CaseRef, key = 'propose:1'): LedgerCall => ({
  ref,
  dataSourceId: tenant.dataSourceId,
  key,
  purpose: 'propose',
  model: 'strong',
  sharing: 'aggregates',
  payload: 'WHAT LEAVES',
  most: { inputTokens: 10_000, outputTokens: 4_000 },
  contents: [
    { table: 'shop.orders', column: 'email', class: 'row', cells: 3, masked: 3 },
    { table: 'shop.orders', column: 'country', class: 'value', cells: 4, masked: 1 },
  ],
})
const tokens = { inputTokens: 1, outputTokens: 2, cachedTokens: 3 }

test('a call stands in the ledger before it leaves, sealed; its answer is kept and found again', async () => {
  const tenant = await process.newTenant()
  const ref = newCase(tenant)
  const ledger = createModelLedger({ pool: process.pool, secrets })
  const begun = await ledger.begin(call(tenant, ref))
  if (begun.state !== 'send') throw new Error(begun.state)
  const {
    rows: [row],
  } = await process.pool.query('SELECT *, position($2::bytea in payload) AS plain FROM model_call WHERE id = $1', [
    begun.callId,
    Buffer.from('WHAT LEAVES'),
  ])
  expect(row).toMatchObject({
    state: 'sent',
    cells: 7,
    masked_cells: 4,
    plain: 0,
    tenant_id: tenant.tenantId,
    payload_hash: expect.stringMatching(/^[0-9a-f]{64}$/),
  })
  expect(secrets.open({ tenantId: tenant.tenantId, owner: begun.callId, field: 'payload' }, row.payload)).toEqual({
    ok: true,
    value: 'WHAT LEAVES',
  })
  await ledger.end(ref, begun.callId, { answer: 'WHAT CAME', tokens })
  expect(await ledger.begin(call(tenant, ref))).toEqual({
    state: 'answered',
    callId: begun.callId,
    answer: 'WHAT CAME',
    tokens,
  })
  expect(await ledger.begin(call(tenant, newCase(tenant)))).toMatchObject({ state: 'send' })
})

test('a call that died on its way is sent again under the same row, and a failed one too', async () => {
  const tenant = await process.newTenant()
  const ref = newCase(tenant)
  const ledger = createModelLedger({ pool: process.pool, secrets })
  const first = await ledger.begin(call(tenant, ref))
  expect(await ledger.begin(call(tenant, ref))).toEqual(first)
  if (first.state === 'send') await ledger.end(ref, first.callId, { problem: 'overloaded', tokens: null })
  expect(await ledger.begin(call(tenant, ref))).toEqual(first)
})

test('one process at a time does a call', async () => {
  const tenant = await process.newTenant()
  const ref = newCase(tenant)
  const ledger = createModelLedger({ pool: process.pool, secrets })
  let [now, most] = [0, 0]
  const work = async () => {
    most = Math.max(most, (now += 1))
    await process.pool.query('SELECT pg_sleep(0.02)')
    now -= 1
  }
  await Promise.all([1, 2, 3].map(() => ledger.exclusively({ ref, key: 'propose:1' }, work)))
  expect(most).toBe(1)
})

test('what calls on their way may cost counts: no second one starts beyond the budget', async () => {
  const tenant = await process.newTenant()
  await setPrices(tenant)
  await setBudget(tenant, tenant.tenantId, ['month', 150_000])
  const ledger = createModelLedger({ pool: process.pool, secrets })
  // Each may come to 0.03 + 0.06; two of them pass 0.15 and no third begins.
  const begun = await Promise.all(Array.from({ length: 8 }, () => ledger.begin(call(tenant, newCase(tenant)))))
  expect(begun.map(({ state }) => state).toSorted()).toEqual([...Array<string>(6).fill('no-budget'), 'send', 'send'])
  expect(begun.find(({ state }) => state === 'no-budget')).toEqual({
    state: 'no-budget',
    message: 'Nothing was sent to the model: the budget of this month (0.15 USD) is used up.',
  })
})

test('under a budget no model without a price is asked', async () => {
  const tenant = await process.newTenant()
  await setBudget(tenant, tenant.tenantId, ['month', 150_000])
  expect(await createModelLedger({ pool: process.pool, secrets }).begin(call(tenant, newCase(tenant)))).toMatchObject({
    state: 'no-budget',
    message: expect.stringContaining('no price for strong'),
  })
})

test('payloads are forgotten after their time; what they held stays on record', async () => {
  const tenant = await process.newTenant()
  const ledger = createModelLedger({ pool: process.pool, secrets })
  const begun = await ledger.begin(call(tenant, newCase(tenant)))
  await process.pool.query(`UPDATE model_call SET expires_at = now() - interval '1 second' WHERE tenant_id = $1`, [
    tenant.tenantId,
  ])
  await ledger.begin(call(tenant, newCase(tenant)))
  const {
    rows: [row],
  } = await process.pool.query('SELECT payload, contents FROM model_call WHERE id = $1', [
    begun.state === 'send' ? begun.callId : '',
  ])
  expect(row).toMatchObject({ payload: null, contents: [{ column: 'email' }, { column: 'country' }] })
})
