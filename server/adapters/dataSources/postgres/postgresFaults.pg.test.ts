import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { DataSource } from '../../../core/ports/dataSource.ts'
import { postgresLogin, READ_ALL, type PostgresLogin } from '../../../testing/postgresLogin.ts'
import { uncheckedQuery } from '../../../testing/uncheckedQuery.ts'
import { postgres } from '../postgres.ts'
import { connectPostgres } from './connectPostgres.ts'

const options = { allowPrivateAddresses: true, fileRoots: null, maxConcurrent: 3, duckdb: { memoryMb: 512, threads: 2 } }
const LIMITS = { maxRows: 1000, maxBytes: 1_000_000, timeoutMs: 20_000 }

let login: PostgresLogin
const open: DataSource[] = []
const servers: { server: Server; sockets: Set<Socket> }[] = []

beforeAll(async () => {
  login = await postgresLogin(['CREATE TABLE orders AS SELECT i AS id FROM generate_series(1, 1000) AS g (i)', 'ANALYZE'], READ_ALL)
})
afterEach(async () => {
  for (const source of open.splice(0)) await source.close()
  for (const { server, sockets } of servers.splice(0)) {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
})
afterAll(() => login.remove())

const connect = async (changes: Record<string, unknown> = {}, password = login.password, more: Partial<typeof options> = {}) => {
  const connected = await postgres.connect({ kind: 'postgres', settings: { ...login.settings, ...changes }, secrets: { password } }, { ...options, ...more })
  if (connected.ok) open.push(connected.value)
  return connected
}
const opened = async (changes: Record<string, unknown> = {}) => {
  const connected = await connect(changes)
  if (!connected.ok) throw new Error(connected.problem.message)
  return connected.value
}
const ask = (source: DataSource, text: string, limits: Partial<typeof LIMITS> = {}) => source.ask(uncheckedQuery('postgres', text), { ...LIMITS, ...limits })

/** A server of our own making; returns its port. */
const fakeServer = async (onSocket: (socket: Socket) => void) => {
  const sockets = new Set<Socket>()
  const server = createServer(socket => {
    sockets.add(socket.on('error', () => undefined))
    onSocket(socket)
  }).listen(0, '127.0.0.1')
  servers.push({ server, sockets })
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

const backends = async () => Number((await login.admin.query('SELECT count(*) FROM pg_stat_activity WHERE usename = $1', [login.role])).rows[0]?.count)

test.each([
  ['a wrong password', { user: undefined }, 'planted-wrong', 'permission-denied', false],
  ['an unknown user', { user: 'planted_nobody' }, undefined, 'permission-denied', false],
  ['an unknown database', { database: 'planted_nothing' }, undefined, 'not-found', false],
  ['an unknown host', { host: 'planted-nowhere.invalid' }, undefined, 'unreachable', true],
  ['nobody listening', { port: 1 }, undefined, 'unreachable', true],
  ['a server without TLS', { ssl: 'require' }, undefined, 'bad-settings', false],
  ['a socket folder', { host: '/var/run/postgresql' }, undefined, 'bad-settings', false],
  ['a metadata address', { host: '169.254.169.254' }, undefined, 'bad-settings', false],
])('%s is told without a secret', async (_case, changes, password, code, retryable) => {
  const settings = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
  const connected = await connect(settings, password)
  expect(connected).toMatchObject({ ok: false, problem: { code, retryable } })
  const text = JSON.stringify(connected)
  for (const hidden of ['planted', login.password, login.role, login.settings.database, '127.0.0.1', '169.254', '/var/run']) expect(text).not.toContain(hidden)
})

test('private addresses may be switched off', async () => {
  for (const host of ['127.0.0.1', 'localhost', '127.1', '2130706433', '::1']) {
    expect(await connect({ host }, undefined, { allowPrivateAddresses: false })).toMatchObject({ ok: false, problem: { code: 'bad-settings' } })
  }
})

test('a name is resolved for every connection, and what it answers later is checked again', async () => {
  const seen: string[] = []
  const answers = [[{ address: '127.0.0.1' }], [{ address: '169.254.169.254' }]]
  const resolve = async (host: string) => {
    seen.push(host)
    return answers[seen.length - 1] ?? []
  }
  const connected = await connectPostgres({ ...login.settings, host: 'warehouse.example.com', password: login.password }, { ...options, resolve })
  if (!connected.ok) throw new Error(connected.problem.message)
  open.push(connected.value)
  const asked = await Promise.all([ask(connected.value, 'SELECT pg_sleep(0.2)'), ask(connected.value, 'SELECT 1')])
  expect(asked.map(({ ok }) => ok)).toEqual([true, false])
  expect(asked[1]).toMatchObject({ ok: false, problem: { code: 'bad-settings' } })
  expect(seen).toEqual(['warehouse.example.com', 'warehouse.example.com'])
})

test('a server that takes the connection and says nothing is timed out', async () => {
  const port = await fakeServer(() => undefined)
  const [source, slow] = [await opened(), await connectPostgres({ ...login.settings, port, password: login.password }, { ...options, catalogueMs: 300 })]
  expect(slow).toEqual({ ok: false, problem: { code: 'timed-out', message: 'The data source did not answer in time.', retryable: true } })
  expect((await ask(source, 'SELECT 1')).ok).toBe(true)
})

test.each([
  ['closes at once', (socket: Socket) => socket.end()],
  ['speaks another protocol', (socket: Socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
  ['resets', (socket: Socket) => socket.resetAndDestroy()],
])('a server that %s is unreachable', async (_case, act) => {
  const port = await fakeServer(act)
  expect(await connect({ port })).toMatchObject({ ok: false, problem: { code: 'unreachable', retryable: true } })
})

test('a connection that the server ends in the middle of a query is unreachable, and the next query is answered', async () => {
  const source = await opened()
  const asking = ask(source, 'SELECT pg_sleep(30)')
  const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1 AND state = 'active' AND query LIKE '%pg_sleep%'`
  while ((await login.admin.query(kill, [login.role])).rowCount === 0) await new Promise(setImmediate)
  expect(await asking).toMatchObject({ ok: false, problem: { code: 'unreachable', retryable: true } })
  expect(await ask(source, 'SELECT 1')).toMatchObject({ ok: true, value: { rows: [[1]] } })
})

test('idle connections that the server ended are not used again', async () => {
  const source = await opened()
  await Promise.all([ask(source, 'SELECT 1'), ask(source, 'SELECT 1')])
  await login.admin.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = $1', [login.role])
  const asked = await Promise.all([ask(source, 'SELECT 1'), ask(source, 'SELECT 2')])
  expect(asked.filter(({ ok }) => ok)).toHaveLength(2)
})

test('connections are bounded, few stay, and none after closing', async () => {
  const source = await opened()
  const asking = Array.from({ length: 9 }, () => ask(source, 'SELECT pg_sleep(0.05)'))
  const counts: number[] = []
  let done = false
  const all = Promise.all(asking).then(answers => {
    done = true
    return answers
  })
  while (!done) counts.push(await backends())
  expect((await all).every(({ ok }) => ok)).toBe(true)
  expect(Math.max(...counts)).toBe(3)
  await source.close()
  while (await backends() > 0) await new Promise(setImmediate)
})

test('a lock that somebody holds ends the query in time', async () => {
  const source = await opened()
  await login.admin.query('BEGIN; LOCK TABLE orders')
  const asked = await ask(source, 'SELECT * FROM orders')
  await login.admin.query('ROLLBACK')
  expect(asked).toMatchObject({ ok: false, problem: { code: 'timed-out', retryable: true } })
})

test('a hostile table in the search path does not stand for a function or table of the system', async () => {
  await login.admin.query(`CREATE TABLE public.pg_class (relname text)`)
  await login.admin.query(`CREATE FUNCTION public.lower(text) RETURNS text LANGUAGE sql AS $$ SELECT 'hostile' $$`)
  const source = await opened()
  const asked = await ask(source, `SELECT lower('A'), (SELECT count(*) > 100 FROM pg_class), current_setting('search_path'), current_setting('transaction_read_only')`)
  expect(asked).toMatchObject({ ok: true, value: { rows: [['a', true, 'pg_catalog, public, pg_temp', 'on']] } })
  const described = await source.describe([{ schema: 'public', name: 'orders' }])
  expect(described.ok && described.value.length).toBe(1)
})

test('settings of the role do not change how values are read', async () => {
  await login.admin.query(`ALTER ROLE ${login.role} SET TimeZone = 'Asia/Tokyo'; ALTER ROLE ${login.role} SET DateStyle = 'German'; ALTER ROLE ${login.role} SET bytea_output = 'escape'`)
  const source = await opened()
  const asked = await ask(source, `SELECT TIMESTAMPTZ '2024-01-01 00:00+00', DATE '2024-02-01', '\\x01ff'::bytea, INTERVAL '1 day 2 hours'`)
  expect(asked).toMatchObject({ ok: true, value: { rows: [['2024-01-01T00:00:00.000Z', '2024-02-01', '\\x01ff', 'P1DT2H']] } })
})
