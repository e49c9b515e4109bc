import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { asId, type PersonId } from '../core/shared/ids.ts'
import { cookieOf, post, startSeededApi } from '../testing/httpServer.ts'

let api: Awaited<ReturnType<typeof startSeededApi>>
let cookie: string
beforeAll(async () => {
  api = await startSeededApi({
    http: {
      rates: { known: { burst: 1000, perSecond: 1, least: 100 }, stranger: { burst: 300, perSecond: 1, least: 100 } },
    },
  })
  cookie = await cookieOf(api)
})
afterAll(() => api.close())

const ask = (headers: Readonly<Record<string, string>> = {}) => post(api, '{ setUpNeeded }', { headers })

test('each answer says what it cost and what is left; over the limit it is 429, with the time to wait', async () => {
  const answers = []
  for (let count = 0; count < 11; count += 1) answers.push(await ask({ cookie }))
  expect(answers.map(({ status }) => status)).toEqual([...Array<number>(10).fill(200), 429])
  expect(answers[0]?.extensions).toEqual({
    cost: { requested: 100, limit: 1000, remaining: 900, resetMs: 100_000, retryAfterMs: 0 },
  })
  expect(answers.slice(0, 3).map(({ headers }) => headers.get('ratelimit-remaining'))).toEqual(['900', '800', '700'])
  const last = answers.at(-1)
  expect(Number(last?.headers.get('retry-after'))).toBeGreaterThan(80)
  expect(last?.body).toMatchObject({
    errors: [{ extensions: { code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) } }],
  })
  expect(answers[0]?.headers.get('retry-after')).toBeNull()
})

test('a caller who has used theirs up is refused on a socket too, and strangers have a smaller share of their own', async () => {
  const client = createClient({
    url: `ws://127.0.0.1:${api.port}/graphql`,
    retryAttempts: 0,
    webSocketImpl: class extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers: { cookie } })
      }
    },
  })
  await expect(client.iterate({ query: '{ setUpNeeded }' }).next()).rejects.toMatchObject([
    { extensions: { code: 'RATE_LIMITED' } },
  ])
  await client.dispose()
  const strangers = [await ask(), await ask(), await ask()]
  expect(strangers.map(({ status }) => status)).toEqual([200, 200, 429])
})

test('keys that are guessed, and lineage, cost like anything else', async () => {
  expect(await ask({ authorization: 'Bearer dtg_nonsense' })).toMatchObject({
    status: 429,
    body: { errors: [{ extensions: { code: 'RATE_LIMITED' } }] },
  })
  const personId = asId<PersonId>(api.personId)
  const { token } = await api.identity.apiKeys.make({
    tenantId: api.tenant.tenantId,
    owner: { personId, isService: false, name: 'Ada' },
    name: 'dbt',
    scopes: ['lineage:write'],
    allowedFrom: [],
    expiresAt: new Date(Date.now() + 60_000),
  })
  const send = () =>
    fetch(`${api.origin}/lineage/dbt`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify('x'.repeat(600_000)),
    })
  const sent = [await send(), await send()]
  expect(sent.map(({ status }) => status)).toEqual([404, 429])
  expect(Number(sent[1]?.headers.get('retry-after'))).toBeGreaterThan(0)
})
