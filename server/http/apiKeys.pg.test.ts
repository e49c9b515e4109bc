// Keys as programs use them: over HTTP, SSE and WebSocket, given, rotated, revoked.
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { printGlobalId } from '../graphql/globalId.ts'
import { facts, newCase, opened } from '../testing/caseFacts.ts'
import { cookieOf, post, startSeededApi } from '../testing/httpServer.ts'
import { newApiKey } from '../adapters/identity/apiKeyToken.ts'

let api: Awaited<ReturnType<typeof startSeededApi>>
let cookie: string
beforeAll(async () => {
  api = await startSeededApi({ sessionCheckMs: 50 })
  cookie = await cookieOf(api)
})
afterAll(() => api.close())

const MAKE = `mutation($input: ApiKeyMakeInput!) { apiKeyMake(input: $input) { __typename ... on UserError { code path message }
  ... on ApiKeyMadePayload { key apiKey { id name hint scopes state lastUsedAt owner { name } } } } }`
const ROTATE = `mutation($input: ApiKeyRotateInput!) { apiKeyRotate(input: $input) { __typename ... on UserError { code path }
  ... on ApiKeyMadePayload { key apiKey { id scopes } } } }`
const REVOKE = `mutation($input: ApiKeyRevokeInput!) { apiKeyRevoke(input: $input) { __typename ... on UserError { code path } } }`
const WHO = '{ viewer { apiKeyName permissions role person { name } } }'

type Made = { readonly key: string; readonly apiKey: { readonly id: string } }
type Answer = { readonly data: Readonly<Record<string, Made>> }

const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
const by =
  (headers: Readonly<Record<string, string>>) =>
  async (query: string, input: object = {}) =>
    post(api, query, { variables: { input }, headers })
const make = async (input: object = {}) => {
  const { body } = await by({ cookie })(MAKE, { name: 'pipeline', scopes: ['investigations:read'], ...input })
  const made = (body as Answer).data['apiKeyMake']
  if (made === undefined) throw new Error(JSON.stringify(body))
  return made
}

test('a key is told once, works as its owner within its scopes, and is known afterwards by its ends only', async () => {
  const made = await make({ scopes: ['investigations:read', 'keys:write'] })
  expect(made).toMatchObject({
    apiKey: {
      name: 'pipeline',
      state: 'LIVE',
      hint: `dtg_…${made.key.slice(-4)}`,
      lastUsedAt: null,
      owner: { name: 'Ada' },
    },
  })
  expect((await by(bearer(made.key))(WHO)).body).toEqual({
    data: {
      viewer: {
        apiKeyName: 'pipeline',
        permissions: ['investigations:read', 'keys:write'],
        role: 'OWNER',
        person: { name: 'Ada' },
      },
    },
  })
  expect((await by(bearer(made.key))('{ sessions { id } }')).body).toMatchObject({
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  })
  expect((await by(bearer(made.key))('{ people { totalCount } }')).status).toBe(403)
  const { body } = await by({ cookie })('{ myApiKeys { edges { node { id hint lastUsedAt } } } }')
  expect(JSON.stringify(body)).not.toContain(made.key)
  expect(body).toMatchObject({
    data: { myApiKeys: { edges: [{ node: { id: made.apiKey.id, lastUsedAt: expect.any(String) } }] } },
  })
  const stored = JSON.stringify([await api.db.apiKey.findMany(), await api.db.auditEntry.findMany()])
  expect([stored.includes(made.key), stored.includes(made.key.slice(4, 30))]).toEqual([false, false])
})

test.each([
  ['name', { name: ' ' }],
  ['days', { days: 0 }],
  ['days', { days: 366 }],
  ['scopes', { scopes: [] }],
  ['scopes', { scopes: ['everything'] }],
  ['serviceAccountId', { serviceAccountId: 'nonsense' }],
])('a key with a wrong %s is refused by name', async (path, input) => {
  expect(await make(input)).toMatchObject({ __typename: 'InputError', path: [path] })
})

test('a key makes no key that may more than itself, and no member one that may more than they', async () => {
  const { key } = await make({ scopes: ['keys:write', 'investigations:read'] })
  expect((await by(bearer(key))(MAKE, { name: 'x', scopes: ['team:write'] })).body).toMatchObject({
    data: { apiKeyMake: { code: 'INVALID_INPUT', path: ['scopes'] } },
  })
  expect((await by(bearer(key))(MAKE, { name: 'x', scopes: ['investigations:read'] })).body).toMatchObject({
    data: { apiKeyMake: { __typename: 'ApiKeyMadePayload' } },
  })
})

test('what is no key is told so with 401 and without a statement to the database, whatever the cookie says', async () => {
  const statements: string[] = []
  const { find } = api.identity.apiKeys
  for (const key of ['nonsense', `${newApiKey().slice(0, -1)}_`, '']) {
    const { status, body } = await by({ ...bearer(key), cookie })(WHO)
    expect([status, body]).toMatchObject([401, { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }])
  }
  expect((await by(bearer(newApiKey()))(WHO)).status).toBe(401)
  expect((await by({ authorization: `Basic ${newApiKey()}`, cookie })(WHO)).status).toBe(401)
  const bent = newApiKey().replace(/.$/, last => (last === 'a' ? 'b' : 'a'))
  expect([await find(bent, null), statements]).toEqual([null, []])
})

test('an expired key is nobody, and so is a key of somebody deactivated', async () => {
  const made = await make()
  const id = Buffer.from(made.apiKey.id, 'base64').toString().slice('ApiKey:'.length)
  expect((await by(bearer(made.key))(WHO)).status).toBe(200)
  await api.db.person.update({ where: { id: api.personId }, data: { deactivatedAt: new Date() } })
  expect((await by(bearer(made.key))(WHO)).status).toBe(401)
  await api.db.person.update({ where: { id: api.personId }, data: { deactivatedAt: null } })
  expect((await by(bearer(made.key))(WHO)).status).toBe(200)
  await api.db.apiKey.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1000) } })
  expect((await by(bearer(made.key))(WHO)).status).toBe(401)
})

test('a rotated key goes on beside its successor for the overlap, and of racing rotations one wins', async () => {
  const made = await make()
  const rotated = await Promise.all(
    [1, 2, 3, 4].map(
      async () => (await by({ cookie })(ROTATE, { apiKeyId: made.apiKey.id, overlapHours: 1 })).body as Answer,
    ),
  )
  const [won, ...lost] = rotated
    .map(body => body.data['apiKeyRotate'])
    .toSorted(answer => (answer !== undefined && 'key' in answer ? -1 : 1))
  expect(lost.map(answer => answer && 'code' in answer && answer.code)).toEqual(['CONFLICT', 'CONFLICT', 'CONFLICT'])
  expect((await by(bearer(made.key))(WHO)).status).toBe(200)
  expect((await by(bearer(won?.key ?? ''))(WHO)).status).toBe(200)
  const next = (await by({ cookie })(ROTATE, { apiKeyId: won?.apiKey.id, overlapHours: 0 })).body as Answer
  expect([
    (await by(bearer(won?.key ?? ''))(WHO)).status,
    (await by(bearer(next.data['apiKeyRotate']?.key ?? ''))(WHO)).status,
  ]).toEqual([401, 200])
})

test('a service account has keys of its own, which an admin makes, rotates and revokes', async () => {
  const { body } = await by({ cookie })(
    'mutation($input: ServiceAccountMakeInput!) { serviceAccountMake(input: $input) { ... on PersonPayload { person { id isService email } } } }',
    { name: 'CI', role: 'MEMBER' },
  )
  const {
    data: {
      serviceAccountMake: { person },
    },
  } = body as { data: { serviceAccountMake: { person: { id: string } } } }
  expect(person).toMatchObject({ isService: true, email: null })
  const made = await make({ serviceAccountId: person.id, scopes: ['investigations:write'] })
  expect((await by(bearer(made.key))(WHO)).body).toMatchObject({
    data: { viewer: { role: 'MEMBER', person: { name: 'CI' } } },
  })
  expect(await make({ serviceAccountId: person.id, scopes: ['team:write'] })).toMatchObject({ path: ['scopes'] })
  expect(await make({ serviceAccountId: printGlobalId('Person', api.personId) })).toMatchObject({ code: 'NOT_FOUND' })
  expect((await by({ cookie })(ROTATE, { apiKeyId: made.apiKey.id })).body).toMatchObject({
    data: { apiKeyRotate: { __typename: 'ApiKeyMadePayload' } },
  })
})

test('a key for certain networks is nobody elsewhere, over WebSocket too, and its successor is bound as well', async () => {
  const FROM = `mutation($input: ApiKeyMakeInput!) { apiKeyMake(input: $input) { ... on UserError { code path message } ... on ApiKeyMadePayload { key apiKey { id allowedFrom } } } }`
  const made = async (allowedFrom: readonly string[]) =>
    (
      (await by({ cookie })(FROM, { name: 'ci', scopes: ['investigations:read', 'keys:write'], allowedFrom }))
        .body as Answer
    ).data['apiKeyMake']
  expect(await made(['127.0.0.0/8', 'localhost'])).toEqual({
    code: 'INVALID_INPUT',
    path: ['allowedFrom'],
    message: '"localhost" is neither an address nor a network like 203.0.113.0/24.',
  })
  const [here, elsewhere] = [await made(['127.0.0.0/8']), await made(['203.0.113.7'])]
  expect(elsewhere).toMatchObject({ apiKey: { allowedFrom: ['203.0.113.7/32'] } })
  expect([
    (await by(bearer(here?.key ?? ''))(WHO)).status,
    (await by(bearer(elsewhere?.key ?? ''))(WHO)).status,
  ]).toEqual([200, 401])
  // Without a proxy of ours in front, anybody may claim any address.
  expect((await by({ ...bearer(elsewhere?.key ?? ''), 'x-forwarded-for': '203.0.113.7' })(WHO)).status).toBe(401)
  await expect(follow(elsewhere?.key ?? '', 'x', 'first message').next()).rejects.toBeDefined()
  const next = (await by({ cookie })(ROTATE, { apiKeyId: elsewhere?.apiKey.id })).body as Answer
  expect((await by(bearer(next.data['apiKeyRotate']?.key ?? ''))(WHO)).status).toBe(401)
})

const QUERY = 'subscription($id: ID!) { investigationEvents(investigationId: $id) { sequence } }'

const follow = (key: string, id: string, way: 'header' | 'first message') =>
  createClient({
    url: `ws://127.0.0.1:${api.port}/graphql`,
    retryAttempts: 0,
    ...(way === 'first message' && { connectionParams: bearer(key) }),
    webSocketImpl: class extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, way === 'header' ? { headers: bearer(key) } : {})
      }
    },
  }).iterate({ query: QUERY, variables: { id } })

test('a revoked key ends the streams it opened, over WebSocket and SSE, and opens no more', async () => {
  const ref = newCase(api.tenant)
  await api.store.append(facts(ref, 0, opened(api.tenant)))
  const id = printGlobalId('Investigation', ref.investigationId)
  const made = await make()
  const sockets = [follow(made.key, id, 'header'), follow(made.key, id, 'first message')]
  const first = await Promise.all(sockets.map(socket => socket.next()))
  expect(first.map(({ value }) => value)).toEqual([
    { data: { investigationEvents: { sequence: 1 } } },
    { data: { investigationEvents: { sequence: 1 } } },
  ])
  const sse = await fetch(`${api.origin}/graphql`, {
    method: 'POST',
    headers: { ...bearer(made.key), accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY, variables: { id } }),
  })
  const ending = sse.text()
  const began = performance.now()
  expect((await by({ cookie })(REVOKE, { apiKeyId: made.apiKey.id })).body).toEqual({
    data: { apiKeyRevoke: { __typename: 'ApiKeyRevokedPayload' } },
  })
  for (const socket of sockets)
    await expect(socket.next()).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  expect(await ending).toMatch(/"sequence":1[\s\S]*UNAUTHENTICATED/)
  expect(performance.now() - began).toBeLessThan(5000)
  expect((await by(bearer(made.key))(WHO)).status).toBe(401)
  await expect(follow(made.key, id, 'header').next()).rejects.toBeDefined()
  expect((await by({ cookie })(REVOKE, { apiKeyId: made.apiKey.id })).body).toMatchObject({
    data: { apiKeyRevoke: { code: 'NOT_FOUND' } },
  })
})
