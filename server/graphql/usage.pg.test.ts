import { afterAll, beforeAll, expect, test } from 'vitest'
import { call, contextOf } from '../testing/apiCaller.ts'
import { seedCase, seedTenant, type SeededTenant } from '../testing/tenantSeed.ts'
import { viewDatabase } from '../testing/viewDatabase.ts'

let views: Awaited<ReturnType<typeof viewDatabase>>
let ours: SeededTenant
let theirs: SeededTenant
beforeAll(async () => {
  views = await viewDatabase()
  ours = await seedTenant(views.db, 'Ours')
  theirs = await seedTenant(views.db, 'Theirs')
  await seedCase(views.db, ours, 2)
  const cases = await views.db.investigationView.findMany({
    where: { tenantId: ours.tenantId },
    orderBy: { number: 'asc' },
  })
  const base = {
    tenantId: ours.tenantId,
    dataSourceId: ours.dataSourceId,
    part: 0,
    trigger: 'person',
    actorId: ours.personId,
    personId: ours.personId,
  }
  await views.db.usageEntry.createMany({
    data: cases.flatMap(({ id }, at) =>
      Array.from({ length: 30 }, (_, index) => ({
        ...base,
        investigationId: id,
        sequence: index + 1,
        kind: index === 0 ? 'investigation' : index % 3 === 0 ? 'model' : 'query',
        resource: index % 3 === 0 ? `model-${index % 2}` : 'source',
        inputTokens: BigInt(index % 3 === 0 ? 10 : 0),
        rows: 5n,
        ms: 250n,
        costMicros: BigInt(index === 0 ? 0 : index * 7_919 + at * 13 + 1),
        at: new Date(Date.UTC(2026, 5, 1 + (index % 10), 12)),
      })),
    ),
  })
  const at = new Date(Date.UTC(2026, 5, 3, 12))
  const sent = (channel: string, kind: string, count: number) =>
    Array.from({ length: count }, (_, index) => ({
      tenantId: ours.tenantId,
      channel,
      kind,
      deliveryId: `${kind}${index}`,
      dataSourceId: kind === 'health' ? ours.dataSourceId : null,
      at,
    }))
  await views.db.notification.createMany({ data: [...sent('mail', 'invitation', 3), ...sent('mail', 'health', 2)] })
  const notice = {
    tenantId: ours.tenantId,
    personId: ours.personId,
    text: 'Ada mentioned you',
    createdAt: new Date(Date.UTC(2026, 5, 4)),
  }
  await views.db.notice.createMany({
    data: [1, 2, 3].map(() => ({ ...notice, investigationId: ours.investigationId })),
  })
  await views.db.notice.create({
    data: { ...notice, investigationId: ours.investigationId, createdAt: new Date(Date.UTC(2026, 6, 1)) },
  })
})
afterAll(() => views.drop())

const USAGE = `query ($groupBy: UsageGroupBy) { usage(from: "2026-06-01", to: "2026-06-30", groupBy: $groupBy) {
  timeZone total { investigations queries notifications cost { amount currency } }
  groups { key label sum { cost { amount } notifications } } days { key sum { cost { amount } notifications } }
  runs { investigationId number title sum { cost { amount } queries notifications } }
  forecast { days } budgets { period limit { amount } spent { amount } version } prices { model unit price { amount } }
} }`

type Sum = { readonly sum: { readonly cost: { readonly amount: string }; readonly notifications: number } }
type Run = Sum & { readonly number: number | null; readonly title: string }
type Usage = {
  readonly total: {
    readonly cost: { readonly amount: string }
    readonly investigations: number
    readonly notifications: number
  }
  readonly groups: (Sum & { readonly key: string; readonly label: string })[]
  readonly days: Sum[]
  readonly runs: Run[]
}

const usageOf = async (tenant: SeededTenant, groupBy = 'MODEL') => {
  const { data, errors } = await call(contextOf(views, tenant), USAGE, { groupBy })
  expect(errors).toBeUndefined()
  return (JSON.parse(JSON.stringify(data)) as { usage: Usage }).usage
}

const micros = (amount: string) => BigInt(Math.round(Number(amount) * 1e6))
const added = (parts: readonly Sum[]) => parts.reduce((sum, part) => sum + micros(part.sum.cost.amount), 0n)

const told = (parts: readonly Sum[]) => parts.reduce((sum, part) => sum + part.sum.notifications, 0)

test.each(['MODEL', 'DATA_SOURCE', 'TEAM', 'PERSON', 'KEY', 'TRIGGER', 'NOTIFICATION'])(
  'split by %s, day by day and run by run it adds up to the total',
  async groupBy => {
    const usage = await usageOf(ours, groupBy)
    const total = micros(usage.total.cost.amount)
    expect(total).toBeGreaterThan(0n)
    expect([added(usage.groups), added(usage.days), added(usage.runs)]).toEqual([total, total, total])
    expect(usage.total.investigations).toBe(2)
    expect([usage.total.notifications, told(usage.groups), told(usage.days), told(usage.runs)]).toEqual([8, 8, 8, 8])
  },
)

test('the CSV is the table of runs', async () => {
  const { runs } = await usageOf(ours)
  const { data } = await call(contextOf(views, ours), '{ usageCsv(from: "2026-06-01", to: "2026-06-30") }')
  const lines = String(data?.['usageCsv'])
    .trim()
    .split('\r\n')
    .slice(1)
    .map(line => line.split(','))
  expect(lines.map(cells => [Number(cells[0]), cells[2], Number(cells[7])])).toEqual(
    runs.map(({ number, sum }) => [number ?? 0, sum.cost.amount, sum.notifications]),
  )
})

test.each(['MODEL', 'DATA_SOURCE', 'TEAM', 'PERSON', 'KEY', 'TRIGGER', 'NOTIFICATION'])(
  'with a split by %s the CSV is its table',
  async groupBy => {
    const { groups } = await usageOf(ours, groupBy)
    const { data } = await call(
      contextOf(views, ours),
      'query ($by: UsageGroupBy) { usageCsv(from: "2026-06-01", to: "2026-06-30", groupBy: $by) }',
      { by: groupBy },
    )
    const lines = String(data?.['usageCsv'])
      .trim()
      .split('\r\n')
      .slice(1)
      .map(line => /^(?:"((?:[^"]|"")*)"|([^,]*)),([^,]*),/.exec(line) ?? [])
    expect(lines.map(([, quoted, plain, cost]) => [quoted ?? plain, cost])).toEqual(
      groups.map(({ label, sum }) => [label, sum.cost.amount]),
    )
  },
)

test("a program's work is told by its key and by whose key it is; what is gone is told so", async () => {
  const service = await views.db.person.create({
    data: { tenantId: ours.tenantId, kind: 'service', name: 'Pipeline', role: 'member' },
  })
  const key = await views.db.apiKey.create({
    data: {
      tenantId: ours.tenantId,
      personId: service.id,
      name: 'nightly',
      tokenHash: 'h',
      hint: 'aaaa',
      scopes: [],
      expiresAt: new Date(),
    },
  })
  const entry = {
    tenantId: ours.tenantId,
    dataSourceId: ours.dataSourceId,
    kind: 'query',
    resource: 'source',
    trigger: 'key',
    costMicros: 5n,
    sequence: 1,
    at: new Date(Date.UTC(2026, 6, 5)),
  }
  const case1 = { ...entry, investigationId: ours.investigationId }
  await views.db.usageEntry.createMany({
    data: [
      { ...case1, part: 7, actorId: key.id, personId: service.id },
      { ...case1, part: 8, actorId: ours.investigationId, personId: ours.investigationId, priced: false },
    ],
  })
  const of = async (by: string) => {
    const { data } = await call(
      contextOf(views, ours),
      `{ usage(from: "2026-07-05", to: "2026-07-05", groupBy: ${by}) { groups { label sum { queries unpricedQueries } } } }`,
    )
    return (
      JSON.parse(JSON.stringify(data)) as { usage: { groups: { label: string; sum: object }[] } }
    ).usage.groups.toSorted((a, b) => a.label.localeCompare(b.label))
  }
  const [one, unpriced] = [
    { queries: 1, unpricedQueries: 0 },
    { queries: 1, unpricedQueries: 1 },
  ]
  expect(await of('KEY')).toEqual([
    { label: 'A key that was removed', sum: unpriced },
    { label: 'nightly of Pipeline', sum: one },
  ])
  expect(await of('PERSON')).toEqual([
    { label: 'Pipeline', sum: one },
    { label: 'Somebody who was removed', sum: unpriced },
  ])
  await views.db.usageEntry.deleteMany({ where: { part: { in: [7, 8] } } })
})

test('another tenant sees nothing of it', async () => {
  expect(await usageOf(theirs)).toMatchObject({
    total: { investigations: 0, cost: { amount: '0.00' } },
    groups: [],
    days: [],
    runs: [],
  })
})

test('a range that ends before it begins, or is too long, is told by name', async () => {
  const ask = (from: string, to: string) =>
    call(contextOf(views, ours), `{ usage(from: "${from}", to: "${to}") { timeZone } }`)
  expect((await ask('2026-06-02', '2026-06-01')).errors?.[0]?.message).toBe('The range ends before it begins.')
  expect((await ask('2025-01-01', '2026-06-01')).errors?.[0]?.message).toBe('A range has 366 days at most.')
})

test('a case tells what it came to, what is on its way and its budget', async () => {
  const id = Buffer.from(`Investigation:${ours.investigationId}`).toString('base64')
  await views.db.budget.create({
    data: {
      tenantId: ours.tenantId,
      scope: ours.tenantId,
      period: 'case',
      limitMicros: 5_000_000n,
      version: 1,
      changedAt: new Date(),
    },
  })
  const { data, errors } = await call(
    contextOf(views, ours),
    `{ node(id: "${id}") { ... on Investigation { cost { spent { amount } committed { amount } model { amount } budget { amount } } } } }`,
  )
  expect(errors).toBeUndefined()
  expect(data?.['node']).toMatchObject({
    cost: { spent: { amount: '3.444794' }, committed: { amount: '0.00' }, budget: { amount: '5.00' } },
  })
})

test('what runs is committed until it is spent', async () => {
  const id = Buffer.from(`Investigation:${ours.investigationId}`).toString('base64')
  const step = {
    investigationId: ours.investigationId,
    tenantId: ours.tenantId,
    dataSourceId: ours.dataSourceId,
    estimateMicros: 21_875n,
  }
  const stale = new Date(Date.now() - 2 * 3_600_000)
  await views.db.commitment.createMany({
    data: [
      { ...step, step: 'runScan:values', at: new Date() },
      { ...step, step: 'runScan:keys', at: stale },
    ],
  })
  const { data, errors } = await call(
    contextOf(views, ours),
    `{ node(id: "${id}") { ... on Investigation { cost { spent { amount } committed { amount } } } } }`,
  )
  expect(errors).toBeUndefined()
  expect(data?.['node']).toEqual({ cost: { spent: { amount: '3.444794' }, committed: { amount: '0.021875' } } })
})

test('notifications are told by channel and kind, by day, and outside of investigations where they belong to none', async () => {
  const { groups, days, runs } = await usageOf(ours, 'NOTIFICATION')
  expect(
    groups
      .map(({ label, sum }) => [label, sum.notifications])
      .filter(([, count]) => count !== 0)
      .sort(),
  ).toEqual([
    ['Mail: health of data sources', 2],
    ['Mail: invitations', 3],
    ['On the page: investigations', 3],
  ])
  expect(days.filter(({ sum }) => sum.notifications > 0).map(({ sum }) => sum.notifications)).toEqual([5, 3])
  expect(runs.filter(({ number }) => number === null).map(({ title, sum }) => [title, sum.notifications])).toEqual([
    ['Outside investigations', 5],
  ])
})

test('a notice that goes with its case stays metered', async () => {
  await views.db.notice.deleteMany({ where: { tenantId: ours.tenantId } })
  expect((await usageOf(ours)).total.notifications).toBe(8)
})

test('a budget that is nearly spent is told until its period ends or its limit is raised, with who may raise it', async () => {
  const WARNINGS =
    '{ budgetWarnings { dataSourceName period level endsAt raisedBy spent { amount } limit { amount } } }'
  const warnings = async (tenant = ours) => {
    const { data, errors } = await call(contextOf(views, tenant), WARNINGS)
    expect(errors).toBeUndefined()
    return data?.['budgetWarnings']
  }
  const now = new Date()
  await views.db.usageEntry.create({
    data: {
      investigationId: ours.investigationId,
      sequence: 900,
      part: 0,
      tenantId: ours.tenantId,
      dataSourceId: ours.dataSourceId,
      trigger: 'system',
      kind: 'query',
      resource: 'source',
      costMicros: 8_000_000n,
      at: now,
    },
  })
  const budget = { tenantId: ours.tenantId, version: 1, changedAt: now }
  await views.db.budget.createMany({
    data: [
      { ...budget, scope: ours.tenantId, period: 'month', limitMicros: 10_000_000n },
      { ...budget, scope: ours.dataSourceId, period: 'day', limitMicros: 8_000_000n },
      { ...budget, scope: ours.tenantId, period: 'day', limitMicros: 10_000_001n },
    ],
  })
  const [midnight, month] = [
    Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1),
    Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1),
  ]
  const owner = (await views.db.person.findUniqueOrThrow({ where: { id: ours.personId } })).name
  const source = (await views.db.dataSource.findUniqueOrThrow({ where: { id: ours.dataSourceId } })).name
  expect(await warnings()).toEqual([
    {
      dataSourceName: source,
      period: 'DAY',
      level: 100,
      endsAt: new Date(midnight).toISOString(),
      raisedBy: [owner],
      spent: { amount: '8.00' },
      limit: { amount: '8.00' },
    },
    {
      dataSourceName: null,
      period: 'MONTH',
      level: 80,
      endsAt: new Date(month).toISOString(),
      raisedBy: [owner],
      spent: { amount: '8.00' },
      limit: { amount: '10.00' },
    },
  ])
  const team = await views.db.team.create({ data: { tenantId: ours.tenantId, name: 'Growth' } })
  await views.db.budget.create({ data: { ...budget, scope: team.id, period: 'day', limitMicros: 10_000_000n } })
  expect(await warnings()).toHaveLength(2)
  await views.db.usageEntry.updateMany({ where: { sequence: 900 }, data: { teamId: team.id } })
  expect(await call(contextOf(views, ours), '{ budgetWarnings { dataSourceId teamName period level } }')).toMatchObject(
    {
      data: {
        budgetWarnings: expect.arrayContaining([{ dataSourceId: null, teamName: 'Growth', period: 'DAY', level: 80 }]),
      },
    },
  )
  await views.db.budget.deleteMany({ where: { scope: team.id } })
  await views.db.budget.updateMany({
    where: { tenantId: ours.tenantId, period: 'month' },
    data: { limitMicros: 10_000_001n },
  })
  expect(await warnings()).toMatchObject([{ level: 100 }])
  await views.db.usageEntry.updateMany({
    where: { sequence: 900 },
    data: { at: new Date(now.getTime() - 40 * 86_400_000) },
  })
  expect(await warnings()).toEqual([])
  expect(await warnings(theirs)).toEqual([])
})
