// How many streams of events a caller may hold open, counted on real sockets.
import { once } from 'node:events'
import { Agent, request, type IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { asId, type PersonId } from '../core/shared/ids.ts'
import { printGlobalId } from '../graphql/globalId.ts'
import { cancelled, facts, newCase, opened } from '../testing/caseFacts.ts'
import { cookieOf, startSeededApi } from '../testing/httpServer.ts'
import { seedPerson } from '../testing/tenantSeed.ts'

const MOST = 3

let api: Awaited<ReturnType<typeof startSeededApi>>
let ada: string
let bob: string
beforeAll(async () => {
  api = await startSeededApi({ http: { sockets: { perCaller: MOST, operations: 2 } } })
  ada = await cookieOf(api)
  const { id } = await seedPerson(api.db, {
    tenantId: api.tenant.tenantId,
    role: 'viewer',
    name: 'Bob',
    email: 'bob@example.com',
    passwordHash: null,
  })
  bob = `dataing=${(await api.sessions.open({ tenantId: api.tenant.tenantId, personId: asId<PersonId>(id) })).token}`
})
afterAll(() => api.close())

const open: IncomingMessage[] = []
afterEach(async () => {
  for (const stream of open.splice(0)) stream.destroy()
  await expect.poll(async () => statusesOf(ada, MOST), { timeout: 5_000 }).toEqual(Array(MOST).fill(200))
  for (const stream of open.splice(0)) stream.destroy()
})

const started = async () => {
  const ref = newCase(api.tenant)
  await api.store.append(facts(ref, 0, opened(api.tenant)))
  return ref
}

const query = 'subscription($id: ID!) { investigationEvents(investigationId: $id) { type } }'

/** Follows a case; by an agent that keeps connections, many streams follow one another on one connection. */
const follow = async (
  headers: Readonly<Record<string, string>>,
  ref: Awaited<ReturnType<typeof started>>,
  agent?: Agent,
) => {
  const body = JSON.stringify({ query, variables: { id: printGlobalId('Investigation', ref.investigationId) } })
  const asking = request(`${api.origin}/graphql`, {
    method: 'POST',
    ...(agent && { agent }),
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      ...headers,
    },
  })
  asking.on('error', () => {})
  asking.end(body)
  const [response] = (await once(asking, 'response')) as [IncomingMessage]
  response.on('error', () => {})
  open.push(response)
  return response
}

/** Of so many more streams of a caller. */
const statusesOf = async (cookie: string, count: number) => {
  const ref = await started()
  const statuses: (number | undefined)[] = []
  for (let place = 0; place < count; place += 1) statuses.push((await follow({ cookie }, ref)).statusCode)
  return statuses
}

test('one stream more than a person may hold is refused in the shape of the API, until one breaks; others are not in their way', async () => {
  const ref = await started()
  expect(await statusesOf(ada, MOST)).toEqual([200, 200, 200])
  const refused = await follow({ cookie: ada }, ref)
  expect(refused).toMatchObject({
    statusCode: 429,
    headers: { 'retry-after': '5', 'content-type': expect.stringContaining('json') },
  })
  expect(JSON.parse(await text(refused))).toEqual({
    errors: [
      {
        message: 'You hold 3 streams of events and WebSockets open, as many as you may. Close one of them first.',
        extensions: { code: 'TOO_MANY_STREAMS', requestId: refused.headers['x-request-id'], retryAfterMs: 5_000 },
      },
    ],
  })
  expect((await follow({ cookie: bob }, ref)).statusCode).toBe(200)
  open[0]?.destroy()
  await expect.poll(async () => (await follow({ cookie: ada }, ref)).statusCode).toBe(200)
  expect((await follow({ cookie: ada }, ref)).statusCode).toBe(429)
})

test('a stream that came to its end leaves its place, though its connection stays', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ports = new Set<number | undefined>()
  for (let count = 0; count <= MOST; count += 1) {
    const ref = await started()
    await api.store.append(facts(ref, 1, cancelled))
    const stream = await follow({ cookie: ada }, ref, agent)
    ports.add(stream.socket.localPort)
    expect([stream.statusCode, await text(stream)]).toEqual([200, expect.stringContaining('event: complete')])
  }
  expect(ports.size).toBe(1)
  agent.destroy()
})

test('answers that are no streams take no place, and refused ones hold none', async () => {
  expect(await statusesOf(ada, MOST + 2)).toEqual([200, 200, 200, 429, 429])
  const response = await fetch(`${api.origin}/graphql`, {
    method: 'POST',
    headers: { cookie: ada, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ viewer { id } }' }),
  })
  expect(response.status).toBe(200)
})

test('a WebSocket takes one of the same places', async () => {
  const socket = new WebSocket(`ws://127.0.0.1:${api.port}/graphql`, 'graphql-transport-ws', {
    headers: { cookie: ada },
  })
  await once(socket, 'open')
  socket.send(JSON.stringify({ type: 'connection_init' }))
  await once(socket, 'message')
  expect(await statusesOf(ada, MOST)).toEqual([200, 200, 429])
  socket.close()
  await once(socket, 'close')
  await expect.poll(async () => (await statusesOf(ada, 1))[0]).toBe(200)
})

test('a key holds its own', async () => {
  const made = await api.identity.apiKeys.make({
    tenantId: api.tenant.tenantId,
    owner: { personId: asId<PersonId>(api.personId), isService: false, name: 'Ada' },
    name: 'ci',
    scopes: ['investigations:read'],
    allowedFrom: [],
    expiresAt: new Date(Date.now() + 3_600_000),
  })
  const ref = await started()
  const authorization = `Bearer ${made.token}`
  for (let count = 0; count < MOST; count += 1) expect((await follow({ authorization }, ref)).statusCode).toBe(200)
  expect((await follow({ authorization }, ref)).statusCode).toBe(429)
  expect((await follow({ cookie: ada }, ref)).statusCode).toBe(200)
})
