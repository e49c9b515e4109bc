import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { DataSource } from '../../../core/ports/dataSource.ts'
import { postgresLogin, type PostgresLogin } from '../../../testing/postgresLogin.ts'
import { TEST_CA } from '../../../testing/testCertificate.ts'
import { tlsProxy } from '../../../testing/tlsProxy.ts'
import { uncheckedQuery } from '../../../testing/uncheckedQuery.ts'
import { postgres } from '../postgres.ts'

const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 512, threads: 2 },
}
const LIMITS = { maxRows: 1000, maxBytes: 1_000_000, timeoutMs: 20_000 }

let login: PostgresLogin
let proxy: Awaited<ReturnType<typeof tlsProxy>>
const open: DataSource[] = []

beforeAll(async () => {
  login = await postgresLogin([], () => [])
  proxy = await tlsProxy(login.settings)
})
afterEach(async () => {
  for (const source of open.splice(0)) await source.close()
})
afterAll(async () => {
  proxy.close()
  await login.remove()
})

const connect = async (settings: Record<string, unknown>) => {
  const all = { ...login.settings, port: proxy.port, ...settings }
  const connected = await postgres.connect(
    { kind: 'postgres', settings: all, secrets: { password: login.password } },
    options,
  )
  if (connected.ok) open.push(connected.value)
  return connected
}

const refused = {
  ok: false,
  problem: {
    code: 'bad-settings',
    message: 'The encrypted connection cannot be made as the settings ask.',
    retryable: false,
  },
}

test('the connection is encrypted, and with verify-full to the server it names', async () => {
  const before = proxy.encrypted()
  expect((await connect({ ssl: 'require' })).ok).toBe(true)
  expect((await connect({ host: 'localhost', ssl: 'verify-full', ca: TEST_CA })).ok).toBe(true)
  expect(proxy.encrypted()).toBe(before + 2)
})

test('verify-full refuses another name and an unknown authority', async () => {
  expect(await connect({ host: '127.0.0.1', ssl: 'verify-full', ca: TEST_CA })).toEqual(refused)
  expect(await connect({ host: 'localhost', ssl: 'verify-full' })).toEqual(refused)
  expect(await connect({ host: 'localhost', ssl: 'verify-full', ca: 'no certificate' })).toEqual(refused)
})

test('a query is cancelled over an encrypted connection too', async () => {
  const connected = await connect({ ssl: 'require' })
  if (!connected.ok) throw new Error(connected.problem.message)
  const before = proxy.encrypted()
  const asked = await connected.value.ask(uncheckedQuery('postgres', 'SELECT pg_sleep(60)'), {
    ...LIMITS,
    timeoutMs: 300,
  })
  expect(asked).toMatchObject({ ok: false, problem: { code: 'timed-out' } })
  expect(proxy.encrypted()).toBeGreaterThan(before)
  const working = `SELECT FROM pg_stat_activity WHERE usename = $1 AND state = 'active' AND query LIKE '%pg_sleep%'`
  expect((await login.admin.query(working, [login.role])).rowCount).toBe(0)
})
