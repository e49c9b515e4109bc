import { randomUUID } from 'node:crypto'
import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { createMemoryStore } from '../adapters/memory/investigationStore.ts'
import { createMemoryCases } from '../adapters/memory/memoryCases.ts'
import { asId, type DataSourceId, type InvestigationId, type PersonId } from '../core/shared/ids.ts'
import { change, loadCase } from './change.ts'
import { removeDataSource } from './removeDataSource.ts'
import { keepManaging, setUp, file, stepsOf, login, tenantId, stranger, closers } from '../testing/managedSources.ts'

keepManaging()

test('settings that do not fit are refused by their name', async () => {
  expect(
    stepsOf(await setUp().test(tenantId, { kind: 'postgres', settings: { ...login, port: 70_000 } })),
  ).toMatchObject({ code: 'invalid', path: ['settings', 'port'] })
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
