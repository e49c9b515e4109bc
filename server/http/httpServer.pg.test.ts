import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { request } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { printedSchema } from '../graphql/printSchema.ts'
import { cookieOf, post, startApi, startSeededApi, type Api } from '../testing/httpServer.ts'

let api: Awaited<ReturnType<typeof startSeededApi>>
let demo: Api
let root: string
let folder: string
let databaseUp = true
const SCRIPT = `console.log('${'x'.repeat(2000)}')`

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'dataing-page-'))
  folder = join(root, 'page')
  await mkdir(join(folder, 'assets'), { recursive: true })
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Dataing</title>')
  await writeFile(join(folder, 'assets/app-1234.js'), SCRIPT)
  await writeFile(join(root, 'secret.txt'), 'secret')
  api = await startSeededApi({ http: { clientFolder: folder, ready: async () => databaseUp } })
  demo = await startApi(api.url, {
    http: {
      clientFolder: folder,
      graphiql: true,
      autoSignIn: async () =>
        api.sessions.open({
          personId: (await firstPerson()).personId,
          tenantId: api.tenant.tenantId,
        }),
    },
  })
})
afterAll(async () => {
  await demo.close()
  await api.close()
  await rm(root, { recursive: true })
})

const firstPerson = async () => {
  const cookie = (await cookieOf(api)).slice('dataing='.length)
  const signedIn = await api.sessions.find(cookie)
  if (signedIn === null) throw new Error('Nobody signed in')
  return signedIn
}

const get = (path: string, headers: Readonly<Record<string, string>> = {}, from: Pick<Api, 'origin'> = api) =>
  fetch(`${from.origin}${path}`, { headers })

/** fetch sets Host and mends the path by itself; this sends both as they are. */
const rawGet = (port: number, path: string, headers: Readonly<Record<string, string>> = {}) =>
  new Promise<{ status: number; cookies: readonly string[]; body: string }>((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, headers }, response => {
      let body = ''
      response.on('data', (chunk: Buffer) => {
        body += chunk.toString()
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, cookies: response.headers['set-cookie'] ?? [], body }),
      )
    })
    sent.on('error', reject).end()
  })

test('health says that the process lives, readiness that the database answers', async () => {
  expect(await (await get('/healthz')).text()).toBe('ok\n')
  expect((await get('/readyz')).status).toBe(200)
  databaseUp = false
  const down = await get('/readyz')
  expect([down.status, down.headers.get('retry-after'), (await get('/healthz')).status]).toEqual([503, '1', 200])
  databaseUp = true
})

test('the schema can be downloaded by anyone', async () => {
  expect(await (await get('/schema.graphql')).text()).toBe(printedSchema())
})

test('the page answers on every path of the app, its files for ever and compressed', async () => {
  for (const path of ['/', '/investigations/7']) {
    const response = await get(path)
    expect(await response.text()).toContain('<title>Dataing</title>')
    expect(response.headers.get('cache-control')).toBe('no-cache')
    expect((await get(path, { 'if-none-match': response.headers.get('etag') ?? '' })).status).toBe(304)
  }
  const script = await rawGet(api.port, '/assets/app-1234.js')
  expect(script.body).toBe(SCRIPT)
  const packed = await get('/assets/app-1234.js', { 'accept-encoding': 'br' })
  expect([packed.headers.get('content-encoding'), packed.headers.get('cache-control')]).toEqual([
    'br',
    'public, max-age=31536000, immutable',
  ])
  expect(Number(packed.headers.get('content-length'))).toBeLessThan(200)
  expect(await packed.text()).toBe(SCRIPT)
})

test.each(['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '/assets/../../secret.txt', '/missing.js'])(
  '%s is not there',
  async path => {
    const { status, body } = await rawGet(api.port, path)
    expect(status).toBe(404)
    expect(body).not.toContain('secret')
  },
)

test.each(['/', '/graphql', '/healthz', '/missing.js'])(
  '%s carries the headers that keep a browser safe',
  async path => {
    const { headers } = await get(path)
    expect(headers.get('content-security-policy')).toContain(`script-src 'self';`)
    expect(headers.get('content-security-policy')).toContain(`frame-ancestors 'none'`)
    expect([
      headers.get('x-content-type-options'),
      headers.get('referrer-policy'),
      headers.get('x-frame-options'),
    ]).toEqual(['nosniff', 'same-origin', 'DENY'])
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  },
)

test('operations by GET are refused in words, and so are forms', async () => {
  const got = await get('/graphql?query={__typename}')
  expect([got.status, got.headers.get('allow'), await got.json()]).toMatchObject([
    405,
    'POST',
    { errors: [{ extensions: { code: 'METHOD_NOT_ALLOWED' } }] },
  ])
  const form = await fetch(`${api.origin}/graphql`, {
    method: 'POST',
    body: new URLSearchParams({ query: '{ setUpNeeded }' }),
  })
  expect([form.status, await form.json()]).toMatchObject([
    415,
    { errors: [{ extensions: { code: 'UNSUPPORTED_MEDIA_TYPE' } }] },
  ])
  const cross = await post(api, '{ setUpNeeded }', { headers: { origin: 'https://evil.example' } })
  expect([cross.status, cross.body]).toMatchObject([403, { errors: [{ extensions: { code: 'CROSS_SITE' } }] }])
  expect((await post(api, '{ setUpNeeded }', { headers: { origin: api.origin } })).body).toEqual({
    data: { setUpNeeded: false },
  })
})

test.each([
  ['GRAPHQL_VALIDATION_FAILED', '{ nonsense }'],
  ['GRAPHQL_PARSE_FAILED', '{'],
  ['TOO_MANY_TOKENS', `{ ${'setUpNeeded '.repeat(3000)} }`],
  ['TOO_MANY_ALIASES', `{ ${Array.from({ length: 20 }, (_, index) => `a${index}: setUpNeeded`).join(' ')} }`],
  ['TOO_MANY_DIRECTIVES', `{ setUpNeeded ${'@skip(if: false) '.repeat(11)} }`],
  [
    'TOO_EXPENSIVE',
    '{ investigations(first: 100) { edges { node { events(first: 100) { edges { node { investigation { id title status } } } } } } } }',
  ],
  ['UNAUTHENTICATED', '{ __schema { queryType { name } } }'],
  ['GRAPHQL_VALIDATION_FAILED', 'query($i: SignInInput!) { viewer { person { id } } }'],
])("a bad document is an error with the code %s and the request's id", async (code, query) => {
  const { body, headers } = await post(api, query)
  expect(body).toMatchObject({ errors: [{ extensions: { code, requestId: headers.get('x-request-id') } }] })
})

test('strangers get no hints about the schema, those signed in get them, and the schema', async () => {
  const cookie = await cookieOf(api)
  expect(JSON.stringify((await post(api, '{ viewers }')).body)).not.toContain('Did you mean')
  expect(JSON.stringify((await post(api, '{ viewers }', { headers: { cookie } })).body)).toContain('Did you mean')
  expect((await post(api, '{ __schema { queryType { name } } }', { headers: { cookie } })).body).toEqual({
    data: { __schema: { queryType: { name: 'Query' } } },
  })
  expect((await post(api, '{ __schema { queryType { name } } }')).body).toMatchObject({
    errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
  })
})

test('what nobody foresaw is masked for the caller and told to the log under the same id', async () => {
  const secret = 'postgres://app:hunter2@db.internal/x'
  const broken = await startApi(api.url, {
    app: {
      setUpNeeded: async () => {
        throw new Error(`could not reach ${secret}`)
      },
    },
  })
  const { body, headers } = await post(broken, '{ setUpNeeded }')
  expect(JSON.stringify(body)).not.toMatch(/hunter2|db\.internal|stack|\.ts/)
  const requestId = headers.get('x-request-id')
  expect(body).toMatchObject({ errors: [{ path: ['setUpNeeded'], extensions: { code: 'INTERNAL', requestId } }] })
  expect(broken.log.map(entry => [entry.requestId, String(entry.error).includes(secret)])).toEqual([[requestId, true]])
  await broken.close()
})

test('texts that no database can hold are refused, not an accident', async () => {
  for (const email of ['a\0b', '\ud800']) {
    const { body } = await post(api, 'mutation($input: SignInInput!) { signIn(input: $input) { __typename } }', {
      variables: { input: { email, password: 'x' } },
    })
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'INVALID_INPUT' } }] })
  }
})

test("bodies that are no request, and variables without a bottom, are the caller's fault and not ours", async () => {
  const send = async (body: string) => {
    const response = await fetch(`${api.origin}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    return [
      response.status,
      ((await response.json()) as { errors: readonly { extensions: { code: string } }[] }).errors[0]?.extensions.code,
    ]
  }
  for (const body of [
    '{',
    'null',
    '[]',
    '{}',
    '{"query":{"a":1}}',
    '{"query":1}',
    '{"query":"{ setUpNeeded }","variables":[1]}',
  ]) {
    expect([body, await send(body)]).toEqual([body, [400, 'BAD_REQUEST']])
  }
  for (const [open, close] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const) {
    const deep = `${open.repeat(100_000)}1${close.repeat(100_000)}`
    expect(await send(`{"query":"{ setUpNeeded }","variables":{"i":${deep}}}`)).toEqual([400, 'INVALID_INPUT'])
  }
  expect(api.log).toEqual([])
})

test("the demo's page signs visitors of this machine in, and nobody else", async () => {
  const host = `localhost:${demo.port}`
  const signedIn = await rawGet(demo.port, '/', { host })
  expect(signedIn.cookies).toHaveLength(1)
  const cookie = signedIn.cookies[0]?.split(';')[0] ?? ''
  expect((await post(demo, '{ viewer { person { name } } }', { headers: { cookie } })).body).toEqual({
    data: { viewer: { person: { name: 'Ada' } } },
  })
  expect((await rawGet(demo.port, '/', { host, cookie })).cookies).toEqual([])
  expect((await rawGet(demo.port, '/', { host: 'evil.example' })).cookies).toEqual([])
  expect((await rawGet(demo.port, '/', { host, 'x-forwarded-for': '203.0.113.7' })).cookies).toEqual([])
  expect((await rawGet(demo.port, '/assets/app-1234.js', { host })).cookies).toEqual([])
  expect((await rawGet(api.port, '/', { host })).cookies).toEqual([])
})

test('GraphiQL is in the demo only', async () => {
  const html = { accept: 'text/html' }
  expect((await get('/graphql', html)).status).toBe(405)
  const page = await get('/graphql', html, demo)
  expect([page.status, (await page.text()).includes('<title>Dataing API</title>')]).toEqual([200, true])
})
