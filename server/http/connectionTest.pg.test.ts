// A connection test against a real PostgreSQL, told live over both transports.
import { randomBytes } from 'node:crypto'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createDataSourceKinds } from '../adapters/dataSources/createDataSourceKinds.ts'
import { dataSources as definitions } from '../adapters/dataSources/index.ts'
import { createMemoryDataSourceRegistry } from '../adapters/memory/dataSourceRegistry.ts'
import { createQueryGuard } from '../adapters/queryGuard/createQueryGuard.ts'
import { createSecretBox } from '../adapters/secrets/secretBox.ts'
import { testDataSource } from '../app/testDataSource.ts'
import { cookieOf, startSeededApi } from '../testing/httpServer.ts'
import { postgresLogin, type PostgresLogin } from '../testing/postgresLogin.ts'

const guard = createQueryGuard()
const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 256, threads: 1 },
}
const app = {
  testDataSource: testDataSource({
    kinds: createDataSourceKinds(definitions, options),
    registry: createMemoryDataSourceRegistry(),
    secrets: createSecretBox(randomBytes(32)),
    guard,
    clock: () => performance.now(),
    audit: { note: note => api.identity.auditLog.note(note) },
  }),
}
let api: Awaited<ReturnType<typeof startSeededApi>>
let cookie: string
let login: PostgresLogin
beforeAll(async () => {
  api = await startSeededApi({ app })
  cookie = await cookieOf(api)
  login = await postgresLogin(
    ['CREATE TABLE orders AS SELECT 1 AS id', 'CREATE TABLE salaries AS SELECT 1 AS id'],
    role => [`GRANT SELECT ON orders TO ${role}`],
  )
}, 60_000)
afterAll(async () => {
  await api.close()
  await login.remove()
  await guard.close()
})

const QUERY = `subscription($input: DataSourceTestInput!) { dataSourceTesting(input: $input) {
  ... on DataSourceTestStep { name outcome message grant retryable } ... on DataSourceTestRefusal { code path } } }`

type News = {
  readonly name?: string
  readonly outcome?: string
  readonly message?: string
  readonly grant?: string | null
  readonly retryable?: boolean | null
  readonly code?: string
}

const asked = (changes: object = {}) => ({
  input: { kind: 'postgres', settings: { ...login.settings, password: login.password, ...changes } },
})

const overSse = async (variables: object): Promise<News[]> => {
  const response = await fetch(`${api.origin}/graphql`, {
    method: 'POST',
    headers: { cookie, accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY, variables }),
  })
  const lines = (await response.text()).split('\n').filter(line => line.startsWith('data: {'))
  return lines.map(line => (JSON.parse(line.slice(6)) as { data: { dataSourceTesting: News } }).data.dataSourceTesting)
}

const overSocket = async (variables: Record<string, unknown>): Promise<News[]> => {
  const client = createClient({
    url: `ws://127.0.0.1:${api.port}/graphql`,
    retryAttempts: 0,
    webSocketImpl: class extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers: { cookie } })
      }
    },
  })
  const news: News[] = []
  for await (const { data } of client.iterate<{ dataSourceTesting: News }>({ query: QUERY, variables }))
    if (data) news.push(data.dataSourceTesting)
  await client.dispose()
  return news
}

const told = (news: readonly News[]) => news.map(({ name, outcome }) => `${name} ${outcome}`)
const last = (news: readonly News[], name: string) => news.findLast(step => step.name === name)

test.each([
  ['SSE', overSse],
  ['WebSocket', overSocket],
])('each step is told over %s as it begins and as it comes out', async (_, watch) => {
  const news = await watch(asked())
  expect(told(news)).toEqual([
    'DNS RUNNING',
    'DNS OK',
    'TCP RUNNING',
    'TCP OK',
    'TLS RUNNING',
    'TLS WARNING',
    'SIGN_IN RUNNING',
    'SIGN_IN OK',
    'ROLE RUNNING',
    'ROLE OK',
    'LIST_SCHEMAS RUNNING',
    'LIST_SCHEMAS OK',
    'READ_TABLE RUNNING',
    'READ_TABLE OK',
    'READ_ONLY RUNNING',
    last(news, 'READ_ONLY')?.outcome === 'OK' ? 'READ_ONLY OK' : 'READ_ONLY WARNING',
  ])
})

test('a table that is there and hidden is told from one that is not, with the grant to run', async () => {
  const reading = async (table: string) =>
    last(await overSse({ input: { ...asked().input, schema: 'public', table } }), 'READ_TABLE')
  expect(await reading('orders')).toMatchObject({ outcome: 'OK' })
  const hidden = await reading('salaries')
  expect(hidden).toMatchObject({
    outcome: 'FAILED',
    message: 'public.salaries exists, but the login may not read it.',
    retryable: false,
  })
  expect(await reading('ordres')).toMatchObject({
    outcome: 'FAILED',
    message: 'There is no table public.ordres.',
    grant: null,
  })
  await login.admin.query(hidden?.grant ?? '')
  expect(await reading('salaries')).toMatchObject({ outcome: 'OK' })
})

test('a wrong password fails the sign-in, says that trying again will not help, and is quoted nowhere', async () => {
  const news = await overSse(asked({ password: 'planted-canary' }))
  expect(last(news, 'SIGN_IN')).toMatchObject({ outcome: 'FAILED', retryable: false })
  expect(last(news, 'READ_ONLY')).toMatchObject({ outcome: 'SKIPPED' })
  expect(JSON.stringify(news)).not.toContain('planted-canary')
  expect(JSON.stringify(asked({ password: 'planted-canary' }))).toContain('planted-canary')
})

test.each([
  ['SSE', overSse],
  ['WebSocket', overSocket],
])('a test over %s is in the trail with who asked for it', async (_, watch) => {
  const entries = () =>
    api.db.auditEntry.findMany({ where: { action: 'dataSourceTested' }, orderBy: { sequence: 'asc' } })
  const before = (await entries()).length
  await watch(asked({ password: 'planted-canary' }))
  expect((await entries()).slice(before)).toMatchObject([
    { actorKind: 'person', actorName: 'Ada', subjectName: 'postgres', after: '{"outcome":"failed","step":"signIn"}' },
  ])
})

test('what cannot be tested is a typed refusal', async () => {
  expect(await overSse({ input: { kind: 'postgres', settings: { port: 70_000 } } })).toEqual([
    { code: 'INVALID_INPUT', path: ['settings', 'host'] },
  ])
  expect(await overSse({ input: {} })).toEqual([{ code: 'INVALID_INPUT', path: ['kind'] }])
})
