// The same change sent again under one Idempotency-Key, by racing calls of several processes too.
import { randomBytes } from 'node:crypto'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { asId, type PersonId } from '../core/shared/ids.ts'
import { cookieOf, PASSWORD, post, startApi, startSeededApi } from '../testing/httpServer.ts'
import { seedPerson } from '../testing/tenantSeed.ts'

let api: Awaited<ReturnType<typeof startSeededApi>>
let other: Awaited<ReturnType<typeof startApi>>
let cookie: string
beforeAll(async () => {
  const secretKey = randomBytes(32)
  api = await startSeededApi({ secretKey })
  other = await startApi(api.url, { secretKey })
  cookie = await cookieOf(api)
})
afterAll(async () => {
  await other.close()
  await api.close()
})

const MAKE =
  'mutation($input: ApiKeyMakeInput!) { apiKeyMake(input: $input) { __typename ... on ApiKeyMadePayload { key apiKey { id } } ... on UserError { code path } } }'
const input = (name: string) => ({ name, scopes: ['investigations:read'] })
type Sent = {
  readonly name: string
  readonly by?: string
  readonly at?: Pick<typeof api, 'origin'>
  readonly query?: string
  readonly variables?: object
}

const make = (key: string, { name, by = cookie, at = api, query = MAKE, variables = { input: input(name) } }: Sent) =>
  post(at, query, { variables, headers: { cookie: by, 'idempotency-key': key } })
const keys = (name: string) => api.db.apiKey.count({ where: { name } })
const refused = (code: string) => ({ errors: [{ extensions: { code } }] })

test('a hundred calls at once by two processes do it once, and are answered alike', async () => {
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_none, at) => make('order-1', { name: 'raced', at: at % 2 === 0 ? api : other })),
  )
  expect(await keys('raced')).toBe(1)
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1)
  expect(answers[0]?.body).toMatchObject({
    data: { apiKeyMake: { __typename: 'ApiKeyMadePayload', key: expect.stringMatching(/^dtg_/) } },
  })
})

test('the same key for something else is a conflict, and does nothing; the order of members is the same request', async () => {
  await make('order-2', { name: 'first' })
  const other = await make('order-2', { name: 'second' })
  expect([other.status, other.body, await keys('second')]).toMatchObject([409, refused('IDEMPOTENCY_CONFLICT'), 0])
  expect((await make('order-2', { name: 'first', query: MAKE.replace('__typename ...', '...') })).body).toMatchObject(
    refused('IDEMPOTENCY_CONFLICT'),
  )
  const { scopes, name } = input('first')
  expect((await make('order-2', { name, variables: { input: { scopes, name } } })).body).toMatchObject({
    data: { apiKeyMake: { __typename: 'ApiKeyMadePayload' } },
  })
  expect(await keys('first')).toBe(1)
})

test("a key is its caller's: another person, and another tenant, use the same one for their own", async () => {
  const foreign = await api.newTenant()
  const arrive = async (tenantId: typeof foreign.tenantId, email: string) => {
    const { id } = await seedPerson(api.db, {
      tenantId,
      email,
      name: 'Eve',
      role: 'admin',
      passwordHash: await api.passwords.hash(PASSWORD),
    })
    return `dataing=${(await api.sessions.open({ tenantId, personId: asId<PersonId>(id) })).token}`
  }
  const callers = [
    cookie,
    await arrive(api.tenant.tenantId, 'eve@example.com'),
    await arrive(foreign.tenantId, 'zoe@example.com'),
  ]
  const tokens = []
  for (const by of callers) tokens.push(JSON.stringify((await make('order-3', { name: 'own', by })).body))
  expect([new Set(tokens).size, await keys('own')]).toEqual([3, 3])
})

test('a typed refusal is kept; what was refused as a whole may be tried again', async () => {
  const wrong = { input: { ...input(''), name: '' } }
  const [first, second] = [
    await make('order-4', { name: '', variables: wrong }),
    await make('order-4', { name: '', variables: wrong }),
  ]
  expect(first.body).toMatchObject({ data: { apiKeyMake: { __typename: 'InputError' } } })
  expect(second.body).toEqual(first.body)
  const { id } = await seedPerson(api.db, {
    tenantId: api.tenant.tenantId,
    email: 'vic@example.com',
    name: 'Vic',
    role: 'viewer',
    passwordHash: null,
  })
  const by = `dataing=${(await api.sessions.open({ tenantId: api.tenant.tenantId, personId: asId<PersonId>(id) })).token}`
  expect((await make('order-5', { name: 'later', by })).body).toMatchObject(refused('FORBIDDEN'))
  await api.db.person.update({ where: { id }, data: { role: 'member' } })
  expect((await make('order-5', { name: 'later', by })).body).toMatchObject({
    data: { apiKeyMake: { __typename: 'ApiKeyMadePayload' } },
  })
})

test('answers are kept sealed and for a day, keys as hashes', async () => {
  const { body } = await make('order-6-secret', { name: 'sealed' })
  const {
    data: {
      apiKeyMake: { key },
    },
  } = body as { data: { apiKeyMake: { key: string } } }
  const rows = await api.pool.query("SELECT key, hash, encode(answer, 'escape') AS answer FROM kept_request")
  expect(JSON.stringify(rows.rows)).not.toMatch(new RegExp(`${key}|order-6-secret`))
  await api.pool.query(`UPDATE kept_request SET made_at = made_at - interval '25 hours'`)
  const again = (await make('order-6-secret', { name: 'sealed' })).body
  expect([JSON.stringify(again) === JSON.stringify(body), await keys('sealed')]).toEqual([false, 2])
})

test('one that was cut off is not done again; who sends it is told so', async () => {
  await make('order-7', { name: 'cut' })
  await api.pool.query(`UPDATE kept_request SET answer = NULL, held_until = now() - interval '1 second'`)
  expect((await make('order-7', { name: 'cut' })).body).toMatchObject(refused('IDEMPOTENCY_LOST'))
  expect(await keys('cut')).toBe(1)
})

test('a key takes somebody signed in and has plain characters; queries take no notice of it', async () => {
  expect(await make('order-8', { name: 'x', by: '' })).toMatchObject({ status: 401, body: refused('UNAUTHENTICATED') })
  for (const key of ['two words', 'x'.repeat(256)])
    expect(await make(key, { name: 'x' })).toMatchObject({ status: 400, body: refused('INVALID_INPUT') })
  const read = () => make('order-9', { name: '', query: '{ viewer { role } }', variables: {} })
  expect([(await read()).body, (await read()).body]).toEqual([
    { data: { viewer: { role: 'OWNER' } } },
    { data: { viewer: { role: 'OWNER' } } },
  ])
  expect((await make('order-9', { name: 'free' })).body).toMatchObject({
    data: { apiKeyMake: { __typename: 'ApiKeyMadePayload' } },
  })
})

test('over a WebSocket a mutation with a key is refused in words rather than done twice; one without, and a query, are not', async () => {
  const client = (headers: Readonly<Record<string, string>> = {}, connectionParams = {}) =>
    createClient({
      url: `ws://127.0.0.1:${api.port}/graphql`,
      retryAttempts: 0,
      connectionParams,
      webSocketImpl: class extends WebSocket {
        constructor(url: string, protocols: string[]) {
          super(url, protocols, { headers: { cookie, ...headers } })
        }
      },
    })
  const ask = async (by: ReturnType<typeof client>, query: string, extensions = {}) => {
    const answer = await by
      .iterate({ query, variables: { input: input('socket') }, extensions })
      .next()
      .then(
        ({ value }) => value as unknown,
        (error: unknown) => ({ errors: error }),
      )
    await by.dispose()
    return answer
  }
  for (const [by, extensions] of [
    [client({ 'idempotency-key': 'a' }), {}],
    [client({}, { idempotencyKey: 'a' }), {}],
    [client(), { 'Idempotency-Key': 'a' }],
  ] as const) {
    expect(await ask(by, MAKE, extensions)).toMatchObject(refused('NEEDS_HTTP'))
  }
  expect(await keys('socket')).toBe(0)
  expect(await ask(client({ 'idempotency-key': 'a' }), '{ viewer { role } }')).toMatchObject({
    data: { viewer: { role: 'OWNER' } },
  })
  expect(await ask(client(), MAKE)).toMatchObject({ data: { apiKeyMake: { __typename: 'ApiKeyMadePayload' } } })
})
