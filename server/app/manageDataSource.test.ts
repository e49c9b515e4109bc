import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createDataSourceKinds } from '../adapters/dataSources/createDataSourceKinds.ts'
import { dataSources as definitions } from '../adapters/dataSources/index.ts'
import { createMemoryStore } from '../adapters/memory/investigationStore.ts'
import { createMemoryCases } from '../adapters/memory/memoryCases.ts'
import { createMemoryDataSourceRegistry } from '../adapters/memory/dataSourceRegistry.ts'
import { createQueryGuard } from '../adapters/queryGuard/createQueryGuard.ts'
import { createSecretBox } from '../adapters/secrets/secretBox.ts'
import type { AuditNote } from '../core/ports/auditTrail.ts'
import type { DataSourceKinds } from '../core/ports/dataSourceKinds.ts'
import { outcomesOf } from '../core/ports/testStep.ts'
import { asId, type DataSourceId, type InvestigationId, type PersonId, type TenantId } from '../core/shared/ids.ts'
import { ok } from '../core/shared/result.ts'
import { duckdbFile } from '../testing/duckdbFile.ts'
import { warmGuard } from '../testing/warmGuard.ts'
import { change, loadCase } from './change.ts'
import { changeDataSource } from './changeDataSource.ts'
import { connectDataSource } from './connectDataSource.ts'
import { removeDataSource } from './removeDataSource.ts'
import { testDataSource, type TestDataSourceInput } from './testDataSource.ts'

const guard = createQueryGuard()
beforeAll(() => warmGuard(guard), 60_000)
const [tenantId, stranger] = [asId<TenantId>('tenant-a'), asId<TenantId>('tenant-b')]
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})
afterAll(() => guard.close())

type Connected = Awaited<ReturnType<DataSourceKinds['connect']>>

const setUp = (allowPrivateAddresses = true, around: (connected: Connected) => Connected = connected => connected) => {
  const options = { allowPrivateAddresses, fileRoots: null, maxConcurrent: 2, duckdb: { memoryMb: 256, threads: 1 } }
  const [registry, secrets, real] = [
    createMemoryDataSourceRegistry(),
    createSecretBox(randomBytes(32)),
    createDataSourceKinds(definitions, options),
  ]
  const kinds: DataSourceKinds = { ...real, connect: async settings => around(await real.connect(settings)) }
  const notes: AuditNote[] = []
  const audit = {
    note: async (note: AuditNote) => {
      notes.push(note)
    },
  }
  const tools = { registry, secrets, kinds, audit, guard, clock: () => performance.now() }
  const connect = connectDataSource({ ...tools, newId: () => asId<DataSourceId>(randomUUID()) })
  const test = async (tenant: TenantId, input: TestDataSourceInput) => {
    const begun = await testDataSource(tools)(tenant, input)
    return begun.ok ? ok(await outcomesOf(begun.value)) : begun
  }
  return { registry, kinds, notes, connect, test, watch: testDataSource(tools), change: changeDataSource(tools) }
}

const file = async () => {
  const made = await duckdbFile([
    'CREATE TABLE orders (id INTEGER PRIMARY KEY, amount INTEGER)',
    'INSERT INTO orders VALUES (1, 2)',
  ])
  closers.push(made.remove)
  return made.path
}

const stepsOf = (tested: Awaited<ReturnType<ReturnType<typeof setUp>['test']>>) =>
  tested.ok
    ? tested.value.filter(({ outcome }) => outcome !== 'skipped').map(({ name, outcome }) => [name, outcome])
    : tested.problem
const lastOf = (tested: Awaited<ReturnType<ReturnType<typeof setUp>['test']>>) =>
  tested.ok ? tested.value.findLast(({ outcome }) => outcome !== 'skipped') : undefined

const login = { host: '127.0.0.1', port: 5432, database: 'shop', user: 'reader', password: 'planted-canary' }

test('a connection is tested step by step, before it is saved and after', async () => {
  const { connect, test: run } = setUp()
  const path = await file()
  const all = [
    ['signIn', 'ok'],
    ['listSchemas', 'ok'],
    ['readTable', 'ok'],
    ['readOnly', 'ok'],
  ]
  expect(stepsOf(await run(tenantId, { kind: 'duckdb', settings: { path } }))).toEqual(all)
  const connected = await connect({ tenantId, name: 'Shop', kind: 'duckdb', settings: { path } })
  const id = connected.ok ? connected.value.id : asId<DataSourceId>('')
  expect(stepsOf(await run(tenantId, { id }))).toEqual(all)
  expect(stepsOf(await run(stranger, { id }))).toMatchObject({ code: 'not-found' })
})

test('who tested what, and what came of it, is noted; also of a test that somebody left, and without what they typed', async () => {
  const { connect, test: run, watch, change, notes } = setUp()
  const path = await file()
  const connected = await connect({ tenantId, name: 'Shop', kind: 'duckdb', settings: { path } })
  const id = connected.ok ? connected.value.id : asId<DataSourceId>('')
  await run(tenantId, { id })
  await run(tenantId, { kind: 'postgres', settings: { ...login, port: 1 } })
  await change(tenantId, { id, version: 1, settings: { path: '/planted/nowhere' } })
  const begun = await watch(tenantId, { id })
  for await (const step of begun.ok ? begun.value : []) if (step.name === 'signIn') break
  await run(stranger, { id })
  await run(tenantId, { kind: 'duckdb', settings: {} })
  const [unsaved, stored] = [
    { kind: 'dataSourceKind', id: 'duckdb', name: 'Shop' },
    { kind: 'dataSource', id, name: 'Shop' },
  ]
  expect(notes).toEqual(
    [
      [unsaved, { outcome: 'passed' }],
      [stored, { outcome: 'passed' }],
      [
        { ...unsaved, id: 'postgres', name: 'postgres' },
        { outcome: 'failed', step: 'tcp' },
      ],
      [stored, { outcome: 'failed', step: 'signIn' }],
      [stored, { outcome: 'broken off' }],
    ].map(([subject, after]) => ({ tenantId, action: 'dataSourceTested', subject, after })),
  )
})

test('settings that do not fit are refused by their name', async () => {
  expect(
    stepsOf(await setUp().test(tenantId, { kind: 'postgres', settings: { ...login, port: 70_000 } })),
  ).toMatchObject({ code: 'invalid', path: ['settings', 'port'] })
})

test('the first step that fails is the last, and says what to do', async () => {
  const { test: run } = setUp()
  const closed = createServer()
  await once(closed.listen(0, '127.0.0.1'), 'listening')
  const { port } = closed.address() as AddressInfo
  closed.close()
  const refused = await run(tenantId, { kind: 'postgres', settings: { ...login, port } })
  expect(stepsOf(refused)).toEqual([
    ['dns', 'ok'],
    ['tcp', 'failed'],
  ])
  expect(lastOf(refused)).toMatchObject({
    message: `Nothing listens on port ${port}.`,
    remedy: expect.stringContaining('Check the port') as string,
  })
  const unknown = await run(tenantId, { kind: 'mysql', settings: { ...login, host: 'no-such-host.invalid' } })
  expect([stepsOf(unknown), lastOf(unknown)?.message]).toEqual([[['dns', 'failed']], 'The host name is unknown.'])
})

test('a server without TLS fails the step of that name, for each protocol', async () => {
  const { test: run } = setUp()
  // It says no to PostgreSQL, and hangs up on all others.
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    socket.once('data', data => (data.length === 8 ? socket.end('N') : socket.end()))
    setTimeout(() => socket.end(), 200).unref()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  closers.push(() => server.close())
  const { port } = server.address() as AddressInfo
  const outcomes = await Promise.all(
    [
      ['postgres', login] as const,
      ['mysql', login] as const,
      ['trino', { host: login.host, catalog: 'c', schema: 's', user: 'u' }] as const,
    ].map(async ([kind, settings]) =>
      stepsOf(await run(tenantId, { kind, settings: { ...settings, port, ssl: 'require' } })),
    ),
  )
  for (const steps of outcomes)
    expect(steps).toEqual([
      ['dns', 'ok'],
      ['tcp', 'ok'],
      ['tls', 'failed'],
    ])
})

test('a private host is refused unless the operator allows it', async () => {
  const refused = await setUp(false).test(tenantId, { kind: 'postgres', settings: login })
  expect(lastOf(refused)).toMatchObject({
    name: 'dns',
    outcome: 'failed',
    remedy: expect.stringContaining('DATAING_PRIVATE_HOSTS=allow') as string,
  })
})

test('nothing of the test quotes a secret', async () => {
  const tested = await setUp().test(tenantId, { kind: 'postgres', settings: { ...login, port: 1 } })
  expect(JSON.stringify(tested)).not.toContain('planted-canary')
})

test('name and settings change; what does not stand the test is not saved', async () => {
  const { connect, change, registry } = setUp()
  const [first, second] = [await file(), await file()]
  const connected = await connect({ tenantId, name: 'Shop', kind: 'duckdb', settings: { path: first } })
  const id = connected.ok ? connected.value.id : asId<DataSourceId>('')
  expect(await change(tenantId, { id, version: 1, name: ' Store ' })).toEqual({ ok: true, value: null })
  expect(await change(tenantId, { id, version: 2, settings: { path: second } })).toEqual({ ok: true, value: null })
  expect(await registry.find(tenantId, id)).toMatchObject({ name: 'Store', settings: { path: second }, readOnly: true })
  expect(await change(tenantId, { id, version: 3, settings: { path: `${second}-none` } })).toMatchObject({
    ok: false,
    problem: { code: 'test-failed', steps: [{ name: 'signIn' }, {}, {}, {}, {}] },
  })
  expect(await registry.find(tenantId, id)).toMatchObject({ settings: { path: second } })
  expect(await change(stranger, { id, version: 3, name: 'Mine' })).toMatchObject({
    ok: false,
    problem: { code: 'not-found' },
  })
})

test('a stored secret is sent to no other place than it was given for', async () => {
  const { connect, change, registry, test: run } = setUp()
  const heard: string[] = []
  const server = createServer(socket =>
    socket.on('error', () => undefined).on('data', data => heard.push(data.toString('latin1'))),
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  closers.push(() => server.close())
  const connected = await connect({
    tenantId,
    name: 'Shop',
    kind: 'postgres',
    settings: { ...login, ssl: 'disable' },
    draft: true,
  })
  const id = connected.ok ? connected.value.id : asId<DataSourceId>('')
  const { password, ...same } = { ...login, ssl: 'disable' }
  const elsewhere = { ...same, port: (server.address() as AddressInfo).port }
  const refused = {
    code: 'invalid',
    path: ['settings', 'password'],
    message: expect.stringContaining('give it again') as string,
  }
  expect(stepsOf(await run(tenantId, { id, settings: elsewhere }))).toMatchObject(refused)
  expect(
    await change(tenantId, { id, version: 1, settings: { ...same, host: 'db.example.com' }, draft: true }),
  ).toMatchObject({ ok: false, problem: refused })
  expect(await change(tenantId, { id, version: 1, settings: { ...same, ssl: 'require' }, draft: true })).toMatchObject({
    ok: false,
    problem: refused,
  })
  expect([heard, (await registry.find(tenantId, id))?.version]).toEqual([[], 1])
  expect(await change(tenantId, { id, version: 1, settings: { ...same, user: 'other' }, draft: true })).toEqual({
    ok: true,
    value: null,
  })
  expect(
    await change(tenantId, { id, version: 2, settings: { ...same, host: 'db.example.com', password }, draft: true }),
  ).toEqual({ ok: true, value: null })
  expect(await registry.find(tenantId, id)).toMatchObject({ settings: { host: 'db.example.com' }, version: 3 })
})

test('settings that fail are saved as a draft where that is said, and are one until they pass', async () => {
  const { connect, change, registry, test: run } = setUp()
  const path = await file()
  const connected = await connect({ tenantId, name: 'Shop', kind: 'duckdb', settings: { path } })
  const id = connected.ok ? connected.value.id : asId<DataSourceId>('')
  expect(await change(tenantId, { id, version: 1, settings: { path: `${path}-none` }, draft: true })).toEqual({
    ok: true,
    value: null,
  })
  expect(await registry.find(tenantId, id)).toMatchObject({ draft: true, readOnly: null, version: 2 })
  await run(tenantId, { id })
  expect(await registry.find(tenantId, id)).toMatchObject({ draft: true })
  await run(tenantId, { id, settings: { path } })
  expect(await registry.find(tenantId, id)).toMatchObject({ draft: true })
  await change(tenantId, { id, version: 2, settings: { path } })
  expect(await registry.find(tenantId, id)).toMatchObject({ draft: false, readOnly: true })
})

test('a draft that passes its test is none any more', async () => {
  const { connect, registry, test: run } = setUp()
  const connected = await connect({
    tenantId,
    name: 'Shop',
    kind: 'duckdb',
    settings: { path: await file() },
    draft: true,
  })
  const id = connected.ok ? connected.value.id : asId<DataSourceId>('')
  expect(await registry.find(tenantId, id)).toMatchObject({ draft: true })
  await run(tenantId, { id })
  expect(await registry.find(tenantId, id)).toMatchObject({ draft: false, readOnly: true })
})

test('who changes what somebody else has changed since is refused, and loses nothing', async () => {
  const { connect, change, registry } = setUp()
  const connected = await connect({ tenantId, name: 'Shop', kind: 'duckdb', settings: { path: await file() } })
  const id = connected.ok ? connected.value.id : asId<DataSourceId>('')
  expect(await change(tenantId, { id, version: 1, active: false })).toEqual({ ok: true, value: null })
  expect(await change(tenantId, { id, version: 1, name: 'Store' })).toEqual({
    ok: false,
    problem: { code: 'conflict' },
  })
  expect(await registry.find(tenantId, id)).toMatchObject({ name: 'Shop', active: false, version: 2 })
})

test('each step is told when it begins and when it has come out; what is behind a failed one is skipped', async () => {
  const { watch } = setUp()
  const begun = await watch(tenantId, {
    kind: 'duckdb',
    settings: { path: await file() },
    table: { schema: 'main', name: 'ordrs' },
  })
  const told: string[] = []
  if (begun.ok) for await (const { name, outcome } of begun.value) told.push(`${name} ${outcome}`)
  expect(told).toEqual([
    'signIn running',
    'signIn ok',
    'role running',
    'role skipped',
    'listSchemas running',
    'listSchemas ok',
    'readTable running',
    'readTable failed',
    'readOnly skipped',
  ])
})

test('who stops watching a test leaves no connection behind', async () => {
  const opened = { now: 0 }
  const { watch, kinds } = setUp(true, connected => {
    if (!connected.ok) return connected
    opened.now += 1
    return ok({
      ...connected.value,
      close: async () => {
        opened.now -= 1
        await connected.value.close()
      },
    })
  })
  expect(kinds.kinds.length).toBeGreaterThan(0)
  const begun = await watch(tenantId, { kind: 'duckdb', settings: { path: await file() } })
  if (!begun.ok) throw new Error(begun.problem.message)
  for await (const { name, outcome } of begun.value) {
    if (name !== 'listSchemas' || outcome !== 'running') continue
    expect(opened.now).toBe(1)
    break
  }
  expect(opened.now).toBe(0)
})

test('a data source in use is removed by force only, which stops what runs', async () => {
  const { connect, registry } = setUp()
  const connected = await connect({ tenantId, name: 'Shop', kind: 'duckdb', settings: { path: await file() } })
  const id = connected.ok ? connected.value.id : asId<DataSourceId>('')
  const store = createMemoryStore(createMemoryCases())
  const running = [asId<InvestigationId>(randomUUID()), asId<InvestigationId>(randomUUID())]
  const question = {
    dataSourceId: id,
    table: { schema: 'main', name: 'orders' },
    metric: { kind: 'rowCount' },
    day: '2026-06-12',
    timeColumn: null,
    timeZone: 'UTC',
    wholeTable: true,
  } as const
  for (const investigationId of running)
    await change(store)({ tenantId, investigationId }, { type: 'OpenInvestigation', question, openedBy: null })
  const busy = removeDataSource({ registry: { ...registry, running: async () => running }, store })
  const asked = { id, force: true, by: { by: asId<PersonId>('ada'), byName: 'Ada' } }
  expect(await busy(stranger, asked)).toEqual({ ok: false, problem: { code: 'not-found' } })
  expect(await busy(tenantId, { ...asked, force: false })).toEqual({
    ok: false,
    problem: { code: 'in-use', running: 2 },
  })
  expect(await registry.find(tenantId, id)).not.toBeNull()
  expect(await busy(tenantId, asked)).toEqual({ ok: true, value: null })
  expect(await registry.find(tenantId, id)).toBeNull()
  for (const investigationId of running)
    expect((await loadCase(store, { tenantId, investigationId })).state.status).toBe('cancelled')
})
