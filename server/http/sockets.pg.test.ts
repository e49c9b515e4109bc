// How many WebSockets a caller may hold open, counted on real sockets.
import { once } from 'node:events'
import { createClient } from 'graphql-ws'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { asId, type PersonId } from '../core/shared/ids.ts'
import { printGlobalId } from '../graphql/globalId.ts'
import { cancelled, facts, newCase, opened } from '../testing/caseFacts.ts'
import { cookieOf, startSeededApi } from '../testing/httpServer.ts'
import { seedPerson } from '../testing/tenantSeed.ts'

let api: Awaited<ReturnType<typeof startSeededApi>>
let ada: string
let bob: string
beforeAll(async () => {
  api = await startSeededApi({ http: { sockets: { perCaller: 3, operations: 2 } } })
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

const open: WebSocket[] = []
const close = async (socket: WebSocket) => {
  socket.close()
  if (socket.readyState !== WebSocket.CLOSED) await once(socket, 'close')
}
afterEach(async () => {
  await Promise.all(open.splice(0).map(close))
})

/** A socket after its handshake; the status where that was refused. */
const connect = async (headers: Readonly<Record<string, string>> = {}) => {
  const socket = new WebSocket(`ws://127.0.0.1:${api.port}/graphql`, 'graphql-transport-ws', { headers })
  const refused = new Promise<number>(resolve =>
    socket.on('unexpected-response', (_request, response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    }),
  )
  socket.on('error', () => {})
  const status = await Promise.race([once(socket, 'open').then(() => 101), refused])
  if (status === 101) open.push(socket)
  return { socket, status }
}

/** Says who it is; what the server says to it, or the code and reason of its end. */
const signIn = async ({ socket }: { readonly socket: WebSocket }, payload: object = {}) => {
  const said = Promise.race([
    once(socket, 'message').then(([data]) => (JSON.parse(String(data)) as { readonly type: string }).type),
    once(socket, 'close').then(([code, reason]) => `${String(code)} ${String(reason)}`),
  ])
  socket.send(JSON.stringify({ type: 'connection_init', payload }))
  return said
}
const arrive = async (cookie: string) => signIn(await connect({ cookie }))

const TOO_MANY = '4290 TOO_MANY_SOCKETS: close one of your 3 WebSockets first'

test('one socket more than a person may hold is closed, until another one ends; others are not in their way', async () => {
  for (let count = 0; count < 3; count += 1) expect(await arrive(ada)).toBe('connection_ack')
  expect(await arrive(ada)).toBe(TOO_MANY)
  expect(await arrive(bob)).toBe('connection_ack')
  const [first] = open
  if (first) await close(first)
  await expect.poll(() => arrive(ada)).toBe('connection_ack')
  expect(await arrive(ada)).toBe(TOO_MANY)
})

test('a key holds its own, however it comes', async () => {
  const owner = { personId: asId<PersonId>(api.personId), isService: false, name: 'Ada' }
  const made = await api.identity.apiKeys.make({
    tenantId: api.tenant.tenantId,
    owner,
    name: 'ci',
    scopes: ['investigations:read'],
    allowedFrom: [],
    expiresAt: new Date(Date.now() + 3_600_000),
  })
  const authorization = `Bearer ${made.token}`
  expect(await signIn(await connect({ authorization }))).toBe('connection_ack')
  for (let count = 0; count < 2; count += 1)
    expect(await signIn(await connect(), { authorization })).toBe('connection_ack')
  expect(await signIn(await connect(), { authorization })).toBe(TOO_MANY)
  expect(await arrive(ada)).toBe('connection_ack')
})

test('sockets that do not say who they are count for their address, until they do or end', async () => {
  const silent = [await connect(), await connect(), await connect({ cookie: ada })]
  expect((await connect({ cookie: ada })).status).toBe(429)
  const [, , last] = silent
  expect(last && (await signIn(last))).toBe('connection_ack')
  expect((await connect()).status).toBe(101)
  expect((await connect()).status).toBe(429)
  const [stranger] = silent
  expect(stranger && (await signIn(stranger))).toMatch(/^4403/)
  await expect.poll(async () => (await connect()).status).toBe(101)
})

test('more operations than a socket may run are refused one by one, and the others go on', async () => {
  const client = createClient({
    url: `ws://127.0.0.1:${api.port}/graphql`,
    retryAttempts: 0,
    webSocketImpl: class extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers: { cookie: ada } })
      }
    },
  })
  const ref = newCase(api.tenant)
  await api.store.append(facts(ref, 0, opened(api.tenant)))
  const query = 'subscription($id: ID!) { investigationEvents(investigationId: $id) { type } }'
  const follow = () => client.iterate({ query, variables: { id: printGlobalId('Investigation', ref.investigationId) } })
  const [one, two] = [follow(), follow()]
  const first = { value: { data: { investigationEvents: { type: 'INVESTIGATION_OPENED' } } } }
  expect(await one.next()).toMatchObject(first)
  expect(await two.next()).toMatchObject(first)
  await expect(follow().next()).rejects.toMatchObject([{ extensions: { code: 'TOO_MANY_OPERATIONS' } }])
  await api.store.append(facts(ref, 1, cancelled))
  expect(await one.next()).toMatchObject({
    value: { data: { investigationEvents: { type: 'INVESTIGATION_CANCELLED' } } },
  })
  await Promise.all([one.return?.(), two.return?.()])
  await client.dispose()
})
