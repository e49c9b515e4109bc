// Live events over both transports: resumed from a cursor, cut off in the middle, ended by the case or by the session.
import { createClient, type Client } from 'graphql-ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import type { CaseRef } from '../core/shared/ids.ts'
import { cancelled, facts, newCase, opened, queryRan } from '../testing/caseFacts.ts'
import { printGlobalId } from '../graphql/globalId.ts'
import { cookieOf, post, startApi, startSeededApi, type Api } from '../testing/httpServer.ts'

let api: Awaited<ReturnType<typeof startSeededApi>>
let other: Api
let cookie: string
beforeAll(async () => {
  api = await startSeededApi({ sessionCheckMs: 20 })
  other = await startApi(api.url)
  cookie = await cookieOf(api)
})
afterAll(async () => {
  await other.close()
  await api.close()
})

const QUERY = `subscription($id: ID!, $after: String) { investigationEvents(investigationId: $id, after: $after) {
  cursor sequence type headline investigation { status version } query { name } } }`

type Event = {
  readonly cursor: string
  readonly sequence: number
  readonly investigation: { readonly status: string; readonly version: number }
}
type Received = {
  readonly data?: { readonly investigationEvents: Event } | null
  readonly errors?: readonly { readonly extensions?: { readonly code?: unknown } }[]
}

const openCase = async (): Promise<CaseRef> => {
  const ref = newCase(api.tenant)
  await api.store.append(facts(ref, 0, opened(api.tenant)))
  return ref
}
/** Appends so many facts, one by one; by the other process where told. */
const work = async (ref: CaseRef, [from, to]: readonly [number, number], by: Pick<Api, 'store'> = api) => {
  for (let version = from; version < to; version += 1)
    await by.store.append(facts(ref, version, queryRan(`q${version}`)))
}
const end = (ref: CaseRef, version: number) => api.store.append(facts(ref, version, cancelled))

const idOf = ({ investigationId }: CaseRef) => printGlobalId('Investigation', investigationId)
const numbers = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index)

const socketClient = (to: Pick<Api, 'port'> = api, headers: Readonly<Record<string, string>> = { cookie }): Client =>
  createClient({
    url: `ws://127.0.0.1:${to.port}/graphql`,
    retryAttempts: 0,
    lazyCloseTimeout: 5_000,
    webSocketImpl: class extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers })
      }
    },
  })

/** Follows over a WebSocket until the case ends, or until so many events have come. */
const overSocket = async (
  client: Client,
  ref: CaseRef,
  { after = null, take = Infinity }: { after?: string | null; take?: number } = {},
) => {
  const events: Event[] = []
  for await (const result of client.iterate<Received['data']>({ query: QUERY, variables: { id: idOf(ref), after } })) {
    if (result.errors) throw new AggregateError(result.errors)
    const event = result.data?.investigationEvents
    if (event) events.push(event)
    if (events.length >= take) break
  }
  return events
}

type Sent = { readonly id: string | null; readonly event: string; readonly data: string }

const parseSent = (text: string): Sent[] =>
  text
    .split('\n\n')
    .filter(block => block.includes('event:'))
    .map(block => {
      const line = (name: string) =>
        block
          .split('\n')
          .find(each => each.startsWith(`${name}:`))
          ?.slice(name.length + 1)
          .trim() ?? null
      return { id: line('id'), event: line('event') ?? '', data: line('data') ?? '' }
    })

/** Follows over SSE until the stream ends, or is cut after so many events. */
const overSse = async (
  ref: CaseRef,
  { headers = {}, take = Infinity, from = api }: { headers?: object; take?: number; from?: Pick<Api, 'origin'> } = {},
) => {
  const abort = new AbortController()
  const response = await fetch(`${from.origin}/graphql`, {
    method: 'POST',
    signal: abort.signal,
    headers: { cookie, accept: 'text/event-stream', 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query: QUERY, variables: { id: idOf(ref) } }),
  })
  let text = ''
  const reader = response.body?.getReader()
  for (let chunk = await reader?.read(); chunk?.value !== undefined; chunk = await reader?.read()) {
    text += Buffer.from(chunk.value).toString()
    if (parseSent(text).length >= take) break
  }
  abort.abort()
  return { type: response.headers.get('content-type'), sent: parseSent(text).slice(0, take) }
}

const eventOf = ({ data }: Sent) => (JSON.parse(data) as Received).data?.investigationEvents

test('a case is replayed and followed to its end over a WebSocket, its objects as they are then', async () => {
  const ref = await openCase()
  await work(ref, [1, 3])
  const client = socketClient()
  const following = overSocket(client, ref)
  await work(ref, [3, 6], other)
  await end(ref, 6)
  const events = await following
  expect(events.map(({ sequence }) => sequence)).toEqual(numbers(1, 7))
  expect(events.every(({ sequence, investigation }) => investigation.version >= sequence)).toBe(true)
  expect(events.at(-1)).toMatchObject({
    type: 'INVESTIGATION_CANCELLED',
    headline: 'Stopped',
    investigation: { status: 'CANCELLED', version: 7 },
  })
  expect(events[1]).toMatchObject({ type: 'QUERY_RAN', query: { name: 'q1' } })
  expect(await overSocket(client, ref, { after: events.at(-1)?.cursor ?? null })).toEqual([])
  await client.dispose()
})

test('a socket killed at any event resumes by its cursor, by another process, without gap or double', async () => {
  const ref = await openCase()
  await work(ref, [1, 20])
  await end(ref, 20)
  for (const cut of [1, 7, 20]) {
    const first = socketClient()
    const before = await overSocket(first, ref, { take: cut })
    first.terminate()
    const second = socketClient(other)
    const after = await overSocket(second, ref, { after: before.at(-1)?.cursor ?? null })
    await second.dispose()
    expect([...before, ...after].map(({ sequence }) => sequence)).toEqual(numbers(1, 21))
  }
})

test('the same over SSE: ids are cursors, Last-Event-ID resumes, the end of the case completes', async () => {
  const ref = await openCase()
  const following = overSse(ref, { take: 5 })
  await work(ref, [1, 8])
  const { sent, type } = await following
  expect(type).toBe('text/event-stream')
  expect(sent.map(({ id, event }) => [id, event])).toEqual(sent.map(each => [eventOf(each)?.cursor, 'next']))
  const rest = overSse(ref, { headers: { 'last-event-id': sent.at(-1)?.id ?? '' }, from: other })
  await end(ref, 8)
  const resumed = (await rest).sent
  expect(resumed.at(-1)).toEqual({ id: null, event: 'complete', data: '' })
  expect([...sent, ...resumed.slice(0, -1)].map(each => eventOf(each)?.sequence)).toEqual(numbers(1, 9))
})

test('a foreign case is NOT_FOUND on both transports', async () => {
  const stranger = await api.newTenant()
  const ref = newCase(stranger)
  await api.store.append(facts(ref, 0, opened(stranger)))
  const { sent } = await overSse(ref)
  expect(JSON.parse(sent[0]?.data ?? '')).toMatchObject({
    errors: [{ message: 'There is no such investigation.', extensions: { code: 'NOT_FOUND' } }],
  })
  const client = socketClient()
  await expect(overSocket(client, ref)).rejects.toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] })
  await client.dispose()
})

test('a bad document is an answer to its own operation, and the socket lives on', async () => {
  const client = socketClient()
  const ask = (query: string) =>
    new Promise<unknown>(resolve =>
      client.subscribe({ query }, { next: resolve, error: resolve, complete: () => resolve('complete') }),
    )
  const live = await openCase()
  const following = overSocket(client, live)
  expect(await ask('{')).toMatchObject([{ extensions: { code: 'GRAPHQL_PARSE_FAILED' } }])
  expect(await ask('{ nonsense }')).toMatchObject([{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }])
  expect(await ask(`{ ${'setUpNeeded '.repeat(3000)} }`)).toMatchObject([{ extensions: { code: 'TOO_MANY_TOKENS' } }])
  expect(await ask('mutation { signOut { signedOut } }')).toMatchObject({
    errors: [{ extensions: { code: 'NEEDS_HTTP' } }],
  })
  expect(await ask('{ setUpNeeded }')).toEqual({ data: { setUpNeeded: false } })
  await end(live, 1)
  expect((await following).map(({ sequence }) => sequence)).toEqual([1, 2])
  await client.dispose()
})

test('one socket runs fifty operations, and not one more', async () => {
  const ref = await openCase()
  const client = socketClient()
  const refused: unknown[] = []
  const stops = numbers(1, 51).map(() =>
    client.subscribe(
      {
        query: QUERY,
        variables: { id: idOf(ref) },
      },
      { next: () => {}, error: error => refused.push(error), complete: () => {} },
    ),
  )
  await expect.poll(() => refused).toMatchObject([[{ extensions: { code: 'TOO_MANY_OPERATIONS' } }]])
  stops.forEach(stop => stop())
  expect(await overSocket(client, ref, { take: 1 })).toHaveLength(1)
  await client.dispose()
})

const closing = (headers: Readonly<Record<string, string>>, act: (socket: WebSocket) => void = () => {}) =>
  new Promise<number | string>(resolve => {
    const socket = new WebSocket(`ws://127.0.0.1:${api.port}/graphql`, 'graphql-transport-ws', { headers })
    socket.on('open', () => act(socket))
    socket.on('close', resolve)
    socket.on('error', ({ message }) => resolve(message))
  })
const init = (socket: WebSocket) => socket.send('{"type":"connection_init"}')

test('handshakes of other sites, of nobody, and messages without bound are refused', async () => {
  expect(await closing({ cookie, origin: 'https://evil.example' })).toBe('Unexpected server response: 403')
  expect(await closing({ cookie, origin: 'null' })).toBe('Unexpected server response: 403')
  expect(
    await closing({ cookie, origin: api.origin }, socket => {
      init(socket)
      socket.on('message', () => socket.close(1000))
    }),
  ).toBe(1000)
  expect(await closing({}, init)).toBe(4403)
  expect(await closing({ cookie }, socket => socket.send('x'.repeat(100_000)))).toBe(1009)
})

test('a stream ends with UNAUTHENTICATED once its session has ended', async () => {
  const ref = await openCase()
  const mine = await cookieOf(api)
  const client = socketClient(api, { cookie: mine })
  const iterator = client.iterate<Received['data']>({ query: QUERY, variables: { id: idOf(ref) } })
  expect((await iterator.next()).value).toMatchObject({ data: { investigationEvents: { sequence: 1 } } })
  await post(api, 'mutation { signOut { signedOut } }', { headers: { cookie: mine } })
  await expect(iterator.next()).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  const next = client.iterate<Received['data']>({ query: '{ investigations { totalCount } }' })
  await expect(next.next()).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }])
  await client.dispose()
})

test('a follower that leaves is let go at once, though nothing happens in its case', async () => {
  let following = 0
  const feed = {
    async *follow(_ref: CaseRef, _after: number, signal: AbortSignal) {
      following += 1
      await new Promise<void>(resolve => signal.addEventListener('abort', () => resolve()))
      following -= 1
    },
  }
  const quiet = await startApi(api.url, { feed })
  const ref = await openCase()
  const client = socketClient(quiet)
  const stop = client.subscribe(
    { query: QUERY, variables: { id: idOf(ref) } },
    { next: () => {}, error: () => {}, complete: () => {} },
  )
  await expect.poll(() => following).toBe(1)
  stop()
  await expect.poll(() => following).toBe(0)
  const abort = new AbortController()
  const response = await fetch(`${quiet.origin}/graphql`, {
    method: 'POST',
    signal: abort.signal,
    headers: { cookie, accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY, variables: { id: idOf(ref) } }),
  })
  expect(response.status).toBe(200)
  await expect.poll(() => following).toBe(1)
  abort.abort()
  await expect.poll(() => following).toBe(0)
  await client.dispose()
  await quiet.close()
})

test('a server that stops sends its sockets away, to come back elsewhere', async () => {
  const leaving = await startApi(api.url)
  const closed = new Promise<number>(resolve => {
    const socket = new WebSocket(`ws://127.0.0.1:${leaving.port}/graphql`, 'graphql-transport-ws', {
      headers: { cookie },
    })
    socket.on('open', () => init(socket))
    socket.on('message', () => void leaving.stop())
    socket.on('close', resolve)
  })
  expect(await closed).toBe(1001)
  await leaving.close()
})

test('a number that is no cursor is refused', async () => {
  const ref = await openCase()
  const { sent } = await overSse(ref, { headers: { 'last-event-id': 'nonsense' } })
  expect(JSON.parse(sent[0]?.data ?? '')).toMatchObject({ errors: [{ extensions: { code: 'INVALID_INPUT' } }] })
})
