import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { DataSource } from '../../../core/ports/dataSource.ts'
import { postgresLogin, READ_ALL, type PostgresLogin } from '../../../testing/postgresLogin.ts'
import { uncheckedQuery } from '../../../testing/uncheckedQuery.ts'
import { postgres } from '../postgres.ts'
import { connectPostgres } from './connectPostgres.ts'

const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 3,
  duckdb: { memoryMb: 512, threads: 2 },
}
const LIMITS = { maxRows: 1000, maxBytes: 1_000_000, timeoutMs: 20_000 }

let login: PostgresLogin
const open: DataSource[] = []
const servers: { server: Server; sockets: Set<Socket> }[] = []

beforeAll(async () => {
  login = await postgresLogin(
    ['CREATE TABLE orders AS SELECT i AS id FROM generate_series(1, 1000) AS g (i)', 'ANALYZE'],
    READ_ALL,
  )
})
afterEach(async () => {
  for (const source of open.splice(0)) await source.close()
  for (const { server, sockets } of servers.splice(0)) {
    for (const socket of sockets) socket.destroy()
    server.close()
  }
})
afterAll(() => login.remove())

const connect = async (
  changes: Record<string, unknown> = {},
  password = login.password,
  more: Partial<typeof options> = {},
) => {
  const connected = await postgres.connect(
    { kind: 'postgres', settings: { ...login.settings, ...changes }, secrets: { password } },
    { ...options, ...more },
  )
  if (connected.ok) open.push(connected.value)
  return connected
}
const opened = async (changes: Record<string, unknown> = {}) => {
  const connected = await connect(changes)
  if (!connected.ok) throw new Error(connected.problem.message)
  return connected.value
}
const ask = (source: DataSource, text: string, limits: Partial<typeof LIMITS> = {}) =>
  source.ask(uncheckedQuery('postgres', text), { ...LIMITS, ...limits })

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

const backends = async () =>
  (await login.admin.query('SELECT FROM pg_stat_activity WHERE usename = $1', [login.role])).rowCount ?? 0

test.each([
  { fault: 'a wrong password', password: 'planted-wrong', code: 'permission-denied' },
  { fault: 'an empty password', password: '', code: 'permission-denied' },
  { fault: 'an unknown user', changes: { user: 'planted_nobody' }, code: 'permission-denied' },
  { fault: 'an unknown database', changes: { database: 'planted_nothing' }, code: 'not-found' },
  { fault: 'an unknown host', changes: { host: 'planted-nowhere.invalid' }, code: 'unreachable', retryable: true },
  { fault: 'nobody listening', changes: { port: 1 }, code: 'unreachable', retryable: true },
  { fault: 'a server without TLS', changes: { ssl: 'require' }, code: 'bad-settings' },
  { fault: 'a socket folder', changes: { host: '/var/run/postgresql' }, code: 'bad-settings' },
  { fault: 'a metadata address', changes: { host: '169.254.169.254' }, code: 'bad-settings' },
])('$fault is told without a secret', async ({ changes, password, code, retryable = false }) => {
  const connected = await connect(changes, password)
  expect(connected).toMatchObject({ ok: false, problem: { code, retryable } })
  const text = JSON.stringify(connected)
  for (const hidden of [
    'planted',
    login.password,
    login.role,
    login.settings.database,
    '127.0.0.1',
    '169.254',
    '/var/run',
  ])
    expect(text).not.toContain(hidden)
})

test('private addresses may be switched off', async () => {
  for (const host of ['127.0.0.1', 'localhost', '127.1', '2130706433', '::1']) {
    expect(await connect({ host }, undefined, { allowPrivateAddresses: false })).toMatchObject({
      ok: false,
      problem: { code: 'bad-settings' },
    })
  }
})

test('a name is resolved for every connection, and what it answers later is checked again', async () => {
  const seen: string[] = []
  const answers = [[{ address: '127.0.0.1' }], [{ address: '169.254.169.254' }]]
  const resolve = async (host: string) => {
    seen.push(host)
    return answers[seen.length - 1] ?? []
  }
  const connected = await connectPostgres(
    { ...login.settings, host: 'warehouse.example.com', password: login.password },
    { ...options, resolve },
  )
  if (!connected.ok) throw new Error(connected.problem.message)
  open.push(connected.value)
  const asked = await Promise.all([ask(connected.value, 'SELECT pg_sleep(0.2)'), ask(connected.value, 'SELECT 1')])
  expect(asked.map(({ ok }) => ok)).toEqual([true, false])
  expect(asked[1]).toMatchObject({ ok: false, problem: { code: 'bad-settings' } })
  expect(seen).toEqual(['warehouse.example.com', 'warehouse.example.com'])
})

test('a server that takes the connection and says nothing is timed out', async () => {
  const port = await fakeServer(() => undefined)
  const [source, slow] = [
    await opened(),
    await connectPostgres({ ...login.settings, port, password: login.password }, { ...options, catalogueMs: 300 }),
  ]
  expect(slow).toEqual({
    ok: false,
    problem: { code: 'timed-out', message: 'The data source did not answer in time.', retryable: true },
  })
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
  await login.admin.query('SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = $1', [
    login.role,
  ])
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
  while ((await backends()) > 0) await new Promise(setImmediate)
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
  const asked = await ask(
    source,
    `
    SELECT lower('A'), (SELECT count(*) > 100 FROM pg_class), current_setting('search_path'), current_setting('transaction_read_only')`,
  )
  expect(asked).toMatchObject({ ok: true, value: { rows: [['a', true, 'pg_catalog, public, pg_temp', 'on']] } })
  const described = await source.describe([{ schema: 'public', name: 'orders' }])
  expect(described.ok && described.value.length).toBe(1)
})

test('settings of the role do not change how values are read', async () => {
  const settings = [
    `TimeZone = 'Asia/Tokyo'`,
    `DateStyle = 'German'`,
    `bytea_output = 'escape'`,
    `IntervalStyle = 'sql_standard'`,
  ]
  for (const setting of settings) await login.admin.query(`ALTER ROLE ${login.role} SET ${setting}`)
  const source = await opened()
  const asked = await ask(
    source,
    `SELECT TIMESTAMPTZ '2024-01-01 00:00+00', DATE '2024-02-01', '\\x01ff'::bytea, INTERVAL '1 day 2 hours'`,
  )
  expect(asked).toMatchObject({
    ok: true,
    value: { rows: [['2024-01-01T00:00:00.000Z', '2024-02-01', '\\x01ff', 'P1DT2H']] },
  })
})

test('a login that may write does not: every transaction is read-only and rolled back', async () => {
  const grants = (role: string) => [
    `GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`,
    `GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${role}`,
  ]
  const writer = await postgresLogin(['CREATE TABLE orders (id serial)', 'INSERT INTO orders VALUES (1)'], grants)
  const connected = await postgres.connect(
    { kind: 'postgres', settings: writer.settings, secrets: { password: writer.password } },
    options,
  )
  if (!connected.ok) throw new Error(connected.problem.message)
  for (const text of [
    'DELETE FROM orders RETURNING id',
    'WITH gone AS (DELETE FROM orders RETURNING id) SELECT * FROM gone',
    `SELECT nextval('orders_id_seq')`,
    `SELECT setval('orders_id_seq', 7)`,
    'SELECT * FROM orders FOR UPDATE',
    'EXPLAIN ANALYZE DELETE FROM orders',
    'SELECT lo_create(0)',
  ])
    expect([text, await ask(connected.value, text)]).toMatchObject([
      text,
      { ok: false, problem: { code: 'permission-denied' } },
    ])
  // What no read-only transaction refuses ends with its rollback.
  const backend = await ask(
    connected.value,
    `SELECT pg_backend_pid(), set_config('application_name', 'hostile', false)`,
  )
  const pid = backend.ok ? backend.value.rows[0]?.[0] : null
  expect(
    await ask(
      connected.value,
      `SELECT pg_backend_pid(), current_setting('application_name'), (SELECT count(*) FROM orders)`,
    ),
  ).toMatchObject({ ok: true, value: { rows: [[pid, 'Dataing', 1]] } })
  await connected.value.close()
  expect(
    (
      await writer.admin.query(
        'SELECT (SELECT count(*)::int FROM orders) AS rows, (SELECT last_value::int FROM orders_id_seq) AS last',
      )
    ).rows,
  ).toEqual([{ rows: 1, last: 1 }])
  await writer.remove()
})

test('enums, domains and string types of the server itself are text, and partitions count together', async () => {
  for (const sql of [
    `CREATE TYPE colour AS ENUM ('red', 'blue')`,
    'CREATE DOMAIN price AS numeric(10, 2)',
    'CREATE TABLE paints (id integer, hue colour, cost price, tags text[])',
    `INSERT INTO paints SELECT i, 'red', 1.50, ARRAY['a'] FROM generate_series(1, 100) AS g (i)`,
    'CREATE TABLE visits (day date, page text) PARTITION BY RANGE (day)',
    `CREATE TABLE visits_1 PARTITION OF visits FOR VALUES FROM ('2024-01-01') TO ('2024-02-01')`,
    `CREATE TABLE visits_2 PARTITION OF visits FOR VALUES FROM ('2024-02-01') TO ('2024-03-01')`,
    `INSERT INTO visits SELECT DATE '2024-01-01' + i % 60, 'p' || i % 3 FROM generate_series(1, 300) AS g (i)`,
    'ANALYZE',
    `GRANT SELECT ON paints, visits TO ${login.role}`,
  ])
    await login.admin.query(sql)
  const source = await opened()
  const described = await source.describe([
    { schema: 'public', name: 'paints' },
    { schema: 'public', name: 'visits' },
  ])
  const seen =
    described.ok &&
    described.value.map(({ name, rowEstimate, columns }) => [
      name.name,
      rowEstimate,
      ...columns.map(({ kind, distinctEstimate }) => [kind, distinctEstimate]),
    ])
  expect(seen).toEqual([
    ['paints', 100, ['integer', 100], ['text', 1], ['decimal', 1], ['other', 1]],
    ['visits', 300, ['date', 60], ['text', 3]],
  ])
  const asked = await ask(source, 'SELECT hue, cost, tags FROM paints LIMIT 1')
  expect(asked).toMatchObject({
    ok: true,
    value: { columns: [{ kind: 'text' }, { kind: 'decimal' }, { kind: 'other' }], rows: [['red', 1.5, '{a}']] },
  })
})

test('a cell far beyond the cap is not received to its end, and a cut in small rows keeps the connection', async () => {
  const source = await opened()
  const backend = async () => {
    const asked = await ask(source, 'SELECT pg_backend_pid()')
    return asked.ok ? asked.value.rows[0]?.[0] : null
  }
  const first = await backend()
  expect(await ask(source, `SELECT repeat('x', 1000) FROM orders`, { maxBytes: 50_000 })).toMatchObject({
    ok: true,
    value: { truncated: true },
  })
  expect(await backend()).toBe(first)
  expect(await ask(source, `SELECT repeat('x', 20000000)`, { maxBytes: 50_000 })).toMatchObject({
    ok: true,
    value: { rows: [], truncated: true },
  })
  expect(await backend()).not.toBe(first)
})

test('only columns that the login may read are described', async () => {
  await login.admin.query('CREATE TABLE people (id integer, salary integer)')
  await login.admin.query(`GRANT SELECT (id) ON people TO ${login.role}`)
  const described = await (await opened()).describe([{ schema: 'public', name: 'people' }])
  expect(described.ok && described.value[0]?.columns.map(({ name }) => name)).toEqual(['id'])
})
