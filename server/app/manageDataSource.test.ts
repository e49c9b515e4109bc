import { randomBytes, randomUUID } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { afterAll, afterEach, expect, test } from 'vitest'
import { createDataSourceKinds } from '../adapters/dataSources/createDataSourceKinds.ts'
import { dataSources as definitions } from '../adapters/dataSources/index.ts'
import { createMemoryDataSourceRegistry } from '../adapters/memory/dataSourceRegistry.ts'
import { createQueryGuard } from '../adapters/queryGuard/createQueryGuard.ts'
import { createSecretBox } from '../adapters/secrets/secretBox.ts'
import { asId, type DataSourceId, type TenantId } from '../core/shared/ids.ts'
import { duckdbFile } from '../testing/duckdbFile.ts'
import { changeDataSource } from './changeDataSource.ts'
import { connectDataSource } from './connectDataSource.ts'
import { removeDataSource } from './removeDataSource.ts'
import { testDataSource } from './testDataSource.ts'

const guard = createQueryGuard()
const [tenantId, stranger] = [asId<TenantId>('tenant-a'), asId<TenantId>('tenant-b')]
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})
afterAll(() => guard.close())

const setUp = (allowPrivateAddresses = true) => {
  const options = { allowPrivateAddresses, fileRoots: null, maxConcurrent: 2, duckdb: { memoryMb: 256, threads: 1 } }
  const [registry, secrets, kinds] = [createMemoryDataSourceRegistry(), createSecretBox(randomBytes(32)), createDataSourceKinds(definitions, options)]
  const tools = { registry, secrets, kinds, guard, clock: () => performance.now() }
  const connect = connectDataSource({ kinds, registry, secrets, newId: () => asId<DataSourceId>(randomUUID()) })
  return { registry, connect, test: testDataSource(tools), change: changeDataSource(tools), remove: removeDataSource(tools) }
}

const file = async () => {
  const made = await duckdbFile(['CREATE TABLE orders (id INTEGER PRIMARY KEY, amount INTEGER)', 'INSERT INTO orders VALUES (1, 2)'])
  closers.push(made.remove)
  return made.path
}

const stepsOf = (tested: Awaited<ReturnType<ReturnType<typeof setUp>['test']>>) => tested.ok ? tested.value.map(({ name, outcome }) => [name, outcome]) : tested.problem
const lastOf = (tested: Awaited<ReturnType<ReturnType<typeof setUp>['test']>>) => tested.ok ? tested.value.at(-1) : undefined

const login = { host: '127.0.0.1', port: 5432, database: 'shop', user: 'reader', password: 'planted-canary' }

test('a connection is tested step by step, before it is saved and after', async () => {
  const { connect, test: run } = setUp()
  const path = await file()
  const all = [['signIn', 'ok'], ['listSchemas', 'ok'], ['readTable', 'ok'], ['readOnly', 'ok']]
  expect(stepsOf(await run(tenantId, { kind: 'duckdb', settings: { path } }))).toEqual(all)
  const connected = await connect({ tenantId, name: 'Shop', kind: 'duckdb', settings: { path } })
  const id = connected.ok ? connected.value.id : asId<DataSourceId>('')
  expect(stepsOf(await run(tenantId, { id }))).toEqual(all)
  expect(stepsOf(await run(stranger, { id }))).toMatchObject({ code: 'not-found' })
})

test('settings that do not fit are refused by their name', async () => {
  expect(stepsOf(await setUp().test(tenantId, { kind: 'postgres', settings: { ...login, port: 70_000 } }))).toMatchObject({ code: 'invalid', path: ['settings', 'port'] })
})

test('the first step that fails is the last, and says what to do', async () => {
  const { test: run } = setUp()
  const closed = createServer()
  await once(closed.listen(0, '127.0.0.1'), 'listening')
  const { port } = closed.address() as AddressInfo
  closed.close()
  const refused = await run(tenantId, { kind: 'postgres', settings: { ...login, port } })
  expect(stepsOf(refused)).toEqual([['dns', 'ok'], ['tcp', 'failed']])
  expect(lastOf(refused)).toMatchObject({ message: `Nothing listens on port ${port}.`, remedy: expect.stringContaining('Check the port') as string })
  const unknown = await run(tenantId, { kind: 'mysql', settings: { ...login, host: 'no-such-host.invalid' } })
  expect([stepsOf(unknown), lastOf(unknown)?.message]).toEqual([[['dns', 'failed']], 'The host name is unknown.'])
})

test('a server without TLS fails the step of that name, for each protocol', async () => {
  const { test: run } = setUp()
  // It says no to PostgreSQL, and hangs up on all others.
  const server = createServer(socket => {
    socket.on('error', () => undefined)
    socket.once('data', data => data.length === 8 ? socket.end('N') : socket.end())
    setTimeout(() => socket.end(), 200).unref()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  closers.push(() => server.close())
  const { port } = server.address() as AddressInfo
  const outcomes = await Promise.all([
    ['postgres', login] as const, ['mysql', login] as const, ['trino', { host: login.host, catalog: 'c', schema: 's', user: 'u' }] as const,
  ].map(async ([kind, settings]) => stepsOf(await run(tenantId, { kind, settings: { ...settings, port, ssl: 'require' } }))))
  for (const steps of outcomes) expect(steps).toEqual([['dns', 'ok'], ['tcp', 'ok'], ['tls', 'failed']])
})

test('a private host is refused unless the operator allows it', async () => {
  const refused = await setUp(false).test(tenantId, { kind: 'postgres', settings: login })
  expect(lastOf(refused)).toMatchObject({ name: 'dns', outcome: 'failed', remedy: expect.stringContaining('DATAING_PRIVATE_HOSTS=allow') as string })
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
  expect(await change(tenantId, { id, name: ' Store ', settings: null })).toEqual({ ok: true, value: null })
  expect(await change(tenantId, { id, name: 'Store', settings: { path: second } })).toEqual({ ok: true, value: null })
  expect(await registry.find(tenantId, id)).toMatchObject({ name: 'Store', settings: { path: second }, readOnly: true })
  expect(await change(tenantId, { id, name: 'Store', settings: { path: `${second}-none` } })).toMatchObject({ ok: false, problem: { code: 'test-failed', step: { name: 'signIn' } } })
  expect(await registry.find(tenantId, id)).toMatchObject({ settings: { path: second } })
  expect(await change(stranger, { id, name: 'Mine', settings: null })).toMatchObject({ ok: false, problem: { code: 'not-found' } })
})

test('a data source in use is removed by force only', async () => {
  const { connect, registry } = setUp()
  const connected = await connect({ tenantId, name: 'Shop', kind: 'duckdb', settings: { path: await file() } })
  const id = connected.ok ? connected.value.id : asId<DataSourceId>('')
  const busy = removeDataSource({ registry: { ...registry, running: async () => 2 } })
  expect(await busy(stranger, id, true)).toEqual({ ok: false, problem: { code: 'not-found' } })
  expect(await busy(tenantId, id, false)).toEqual({ ok: false, problem: { code: 'in-use', running: 2 } })
  expect(await busy(tenantId, id, true)).toEqual({ ok: true, value: null })
  expect(await registry.find(tenantId, id)).toBeNull()
})
