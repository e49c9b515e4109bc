import { createServer, type AddressInfo } from 'node:net'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { ok } from '../core/shared/result.ts'
import {
  keepManaging,
  setUp,
  file,
  stepsOf,
  lastOf,
  login,
  tenantId,
  stranger,
  closers,
} from '../testing/managedSources.ts'

keepManaging()

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
