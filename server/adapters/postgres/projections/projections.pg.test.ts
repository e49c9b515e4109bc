import { PrismaPg } from '@prisma/adapter-pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cancelled, facts, newCase, opened, queryRan, ranQuery, type TestTenant } from '../../../testing/caseFacts.ts'
import { testDatabase, type TestDatabase } from '../../../testing/postgres.ts'
import { startStoreProcess } from '../../../testing/storeProcess.ts'
import { PrismaClient } from '../../../../prisma/generated/client.ts'
import { asId, type CaseRef, type TenantId } from '../../../core/shared/ids.ts'
import type { InvestigationEvent } from '../../../core/investigation/events.ts'
import type { Finding } from '../../../core/finding/finding.ts'
import type { Prediction } from '../../../core/hypothesis/hypothesis.ts'
import type { Anomaly } from '../../../core/metric/anomaly.ts'

let database: TestDatabase
let process: Awaited<ReturnType<typeof startStoreProcess>>
let tenant: TestTenant
let db: PrismaClient

beforeAll(async () => {
  database = await testDatabase()
  process = await startStoreProcess(database.url)
  tenant = await process.newTenant()
  db = new PrismaClient({ adapter: new PrismaPg(process.pool) })
})
afterAll(async () => {
  await process.close()
  await database.drop()
})

const openCase = async (of = tenant): Promise<CaseRef> => {
  const ref = newCase(of)
  await process.store.append(facts(ref, 0, opened(of)))
  return ref
}
const rows = async (table: string, ref: CaseRef, order: string) =>
  (
    await process.pool.query(`SELECT * FROM ${table} WHERE investigation_id = $1 ORDER BY ${order}`, [
      ref.investigationId,
    ])
  ).rows
const caseRow = (ref: CaseRef) => db.investigationView.findUniqueOrThrow({ where: { id: ref.investigationId } })

const anomaly: Anomaly = {
  observed: 0.24,
  expected: 0.002,
  low: 0,
  high: 0.01,
  score: 41,
  direction: 'up',
  onset: null,
  shape: 'step',
  days: ['2026-06-12'],
  baselineDays: ['2026-06-05'],
  series: [],
}
const finding: Finding = {
  conclusion: 'causeFound',
  cause: 'nullFromRelease',
  whatIsGoingOn: [],
  whatCausedIt: [],
  whatToDoNext: [],
  segments: [],
  columns: ['user_id'],
  origin: { schema: 'main', name: 'orders' },
  onset: null,
  confidence: { value: 0.9, word: 'high', limits: [] },
  affectedRows: 10,
  affectedPredicate: null,
}

test("an opened case gets its row, its title, and the tenant's next number", async () => {
  const own = await process.newTenant()
  const [first, second] = [await openCase(own), await openCase(own)]
  expect(await caseRow(second)).toMatchObject({
    tenantId: own.tenantId,
    number: 2,
    dataSourceId: own.dataSourceId,
    title: 'null rate of user_id in main.orders on 2026-06-12',
    status: 'running',
    tableName: 'main.orders',
    question: { day: '2026-06-12' },
    anomaly: null,
    finding: null,
    version: 1,
    openedBy: null,
    endedAt: null,
  })
  expect((await caseRow(first)).number).toBe(1)
})

test('numbers of a tenant have no gaps and no twins, however many open at once and whoever loses', async () => {
  const own = await process.newTenant()
  const [loser, ...others] = Array.from({ length: 20 }, () => newCase(own)) as [CaseRef, ...CaseRef[]]
  await Promise.all([loser, loser, loser, ...others].map(ref => process.store.append(facts(ref, 0, opened(own)))))
  const numbers = await Promise.all([loser, ...others].map(async ref => (await caseRow(ref)).number))
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
})

test('the row follows the case to its finding', async () => {
  const ref = await openCase()
  await process.store.append(facts(ref, 1, { type: 'AnomalyMeasured', data: { anomaly } }))
  expect(await caseRow(ref)).toMatchObject({ status: 'running', version: 2, anomaly, finding: null, endedAt: null })
  await process.store.append(facts(ref, 2, queryRan('a'), { type: 'FindingReached', data: { finding } }))
  const row = await caseRow(ref)
  expect(row).toMatchObject({
    status: 'concluded',
    version: 4,
    anomaly,
    finding,
    conclusion: 'causeFound',
    cause: 'nullFromRelease',
    failure: null,
  })
  expect(row.endedAt).toEqual(row.updatedAt)
})

test.for<[string, InvestigationEvent, object]>([
  ['cancelled', cancelled, { failure: null }],
  [
    'failed',
    { type: 'InvestigationFailed', data: { reason: 'table-empty', message: 'No rows.' } },
    { failure: { reason: 'table-empty', message: 'No rows.' } },
  ],
])('a case that ends otherwise is %s', async ([status, event, rest]) => {
  const ref = await openCase()
  await process.store.append(facts(ref, 1, event))
  expect(await caseRow(ref)).toMatchObject({ status, finding: null, endedAt: expect.any(Date), ...rest })
})

test('queries are listed in the order of their facts, with the first fifty rows as text', async () => {
  const ref = await openCase()
  const answer = {
    columns: [
      { name: 'n', kind: 'integer' },
      { name: 'ok', kind: 'boolean' },
    ] as const,
    truncated: false,
    elapsedMs: 3,
    rows: Array.from({ length: 60 }, (_, index) => [index, index === 0 ? null : true]),
  }
  await process.store.append({
    ...facts(ref, 1, queryRan('first'), queryRan('second')),
    answers: [{ queryId: 'second', answer }],
  })
  await process.store.append(
    facts(ref, 3, {
      type: 'QueryFailed',
      data: { id: 'third', scan: null, purpose: 'why', sql: 'SELECT', code: 'bad-query', message: 'No such column.' },
    }),
  )
  const [first, second, third] = await rows('query_view', ref, 'position')
  expect(first).toMatchObject({
    query_id: 'first',
    position: 2,
    status: 'succeeded',
    purpose: ranQuery('').purpose,
    row_count: 2,
    elapsed_ms: 12,
    answer: null,
  })
  expect(second.answer.columns).toEqual(answer.columns)
  expect(second.answer.rows).toEqual([
    ['0', null],
    ...Array.from({ length: 49 }, (_, index) => [`${index + 1}`, 'true']),
  ])
  expect(third).toMatchObject({
    query_id: 'third',
    position: 4,
    status: 'failed',
    problem: { code: 'bad-query', message: 'No such column.' },
    row_count: null,
    scan: null,
  })
})

test('hypotheses gather predictions and evidence, and stand where the ranking puts them', async () => {
  const ref = await openCase()
  const proposed = (kind: 'missingSlice' | 'partialLoad'): InvestigationEvent => ({
    type: 'HypothesisProposed',
    data: { hypothesis: { kind, statement: `It is ${kind}`, priorNats: 0 } },
  })
  const prediction = (id: string): Prediction => ({
    id,
    hypothesis: 'missingSlice',
    claim: id,
    unit: 'share',
    ifTrue: { min: 0.8, max: null },
    ifFalse: { min: null, max: 0.5 },
    strength: 'strong',
    scan: 'segments',
  })
  const evidence = {
    prediction: 'p1',
    hypothesis: 'missingSlice',
    observed: 0.9,
    text: '90 %',
    nats: 2,
    queries: ['a'],
  } as const
  await process.store.append({
    ...facts(ref, 1, proposed('partialLoad'), proposed('missingSlice'), {
      type: 'PredictionRegistered',
      data: { prediction: prediction('p1') },
    }),
    hypotheses: [
      { kind: 'partialLoad', verdict: 'open', probability: 0.6 },
      { kind: 'missingSlice', verdict: 'open', probability: 0.4 },
    ],
  })
  const view = async () =>
    (await rows('hypothesis_view', ref, 'position')).map(row => [row.kind, row.position, row.verdict, row.probability])
  expect(await view()).toEqual([
    ['partialLoad', 1, 'open', 0.6],
    ['missingSlice', 2, 'open', 0.4],
  ])
  await process.store.append({
    ...facts(
      ref,
      4,
      { type: 'PredictionRegistered', data: { prediction: prediction('p2') } },
      { type: 'EvidenceRecorded', data: { evidence } },
    ),
    hypotheses: [
      { kind: 'missingSlice', verdict: 'supported', probability: 0.9 },
      { kind: 'partialLoad', verdict: 'refuted', probability: 0.1 },
    ],
  })
  expect(await view()).toEqual([
    ['missingSlice', 1, 'supported', 0.9],
    ['partialLoad', 2, 'refuted', 0.1],
  ])
  await process.store.append(facts(ref, 6, queryRan('b')))
  expect(await view()).toEqual([
    ['missingSlice', 1, 'supported', 0.9],
    ['partialLoad', 2, 'refuted', 0.1],
  ])
  expect((await rows('hypothesis_view', ref, 'position'))[0]).toMatchObject({
    statement: 'It is missingSlice',
    predictions: [prediction('p1'), prediction('p2')],
    evidence: [evidence],
  })
})

test('text that PostgreSQL cannot hold does not stop a case', async () => {
  const ref = await openCase()
  const ran: InvestigationEvent = { type: 'QueryRan', data: { ...ranQuery('a'), purpose: 'a\0b' } }
  expect(await process.store.append(facts(ref, 1, ran))).toEqual({ ok: true, value: { version: 2 } })
  expect((await process.store.load(ref))[1]?.event).toEqual({
    type: 'QueryRan',
    data: { ...ranQuery('a'), purpose: 'a\ufffdb' },
  })
})

test('a tenant that does not exist opens nothing, and is named', async () => {
  const ref = newCase({ tenantId: asId<TenantId>('00000000-0000-4000-8000-000000000000') })
  await expect(process.store.append(facts(ref, 0, opened(tenant)))).rejects.toThrow(
    'There is no tenant 00000000-0000-4000-8000-000000000000',
  )
})
