import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase } from '../testing/postgres.ts'
import { cookieOf, PASSWORD, post, startApi, startSeededApi } from '../testing/httpServer.ts'

let api: Awaited<ReturnType<typeof startSeededApi>>
beforeAll(async () => {
  api = await startSeededApi()
})
afterAll(() => api.close())

const VIEWER = '{ viewer { person { email } } setUpNeeded }'
const SIGN_IN = `mutation($input: SignInInput!) { signIn(input: $input) {
  __typename ... on SignInPayload { viewer { person { email } } } ... on UserError { code message path } } }`

const signIn = (email: string, password: string, headers = {}) =>
  post(api, SIGN_IN, { variables: { input: { email, password } }, headers })

const nobody = { data: { viewer: null, setUpNeeded: false } }
const ada = { data: { viewer: { person: { email: 'ada@example.com' } }, setUpNeeded: false } }

test('signing in answers with the person and a cookie that scripts and other sites cannot use', async () => {
  const { body, headers, status } = await signIn(' Ada@Example.com ', PASSWORD)
  expect([status, body]).toEqual([
    200,
    { data: { signIn: { __typename: 'SignInPayload', viewer: { person: { email: 'ada@example.com' } } } } },
  ])
  expect(headers.getSetCookie()).toHaveLength(1)
  const [pair, ...attributes] = headers.getSetCookie()[0]?.split('; ') ?? []
  expect(pair).toMatch(/^dataing=[\w-]{43}$/)
  expect(attributes.map(attribute => attribute.replace(/^Expires=.*/, 'Expires'))).toEqual([
    'Expires',
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
  ])
  expect((await post(api, VIEWER, { headers: { cookie: pair ?? '' } })).body).toEqual(ada)
  expect((await post(api, VIEWER)).body).toEqual(nobody)
  expect((await post(api, VIEWER, { headers: { cookie: 'dataing=nonsense' } })).body).toEqual(nobody)
})

test('behind https the cookie is secure and bound to its host', async () => {
  const secure = await startApi(api.url, { http: { publicUrl: new URL('https://dataing.example') } })
  const { headers } = await post(secure, SIGN_IN, {
    variables: { input: { email: 'ada@example.com', password: PASSWORD } },
  })
  const parts = headers.getSetCookie()[0]?.split('; ') ?? []
  expect([parts[0]?.slice(0, 15), ...parts.slice(2)]).toEqual([
    '__Host-dataing=',
    'Path=/',
    'HttpOnly',
    'SameSite=Lax',
    'Secure',
  ])
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000')
  await secure.close()
})

test('a wrong password and an unknown address are the same answer, and set no cookie', async () => {
  const answers = [await signIn('ada@example.com', 'wrong'), await signIn('nobody@example.com', 'wrong')]
  for (const { body, headers } of answers) {
    expect(body).toEqual({
      data: {
        signIn: {
          __typename: 'InputError',
          code: 'SIGN_IN_FAILED',
          message: 'E-mail or password is wrong.',
          path: null,
        },
      },
    })
    expect(headers.getSetCookie()).toEqual([])
  }
})

test('the token is stored as its hash only', async () => {
  const token = (await cookieOf(api)).slice('dataing='.length)
  const stored = JSON.stringify(await api.db.session.findMany())
  expect(stored).not.toContain(token)
  expect(stored).toMatch(/"tokenHash":"[0-9a-f]{64}"/)
})

test('signing in anew ends the session that the browser had', async () => {
  const cookie = await cookieOf(api)
  const { headers } = await signIn('ada@example.com', PASSWORD, { cookie })
  expect((await post(api, VIEWER, { headers: { cookie } })).body).toEqual(nobody)
  expect(
    (await post(api, VIEWER, { headers: { cookie: headers.getSetCookie()[0]?.split(';')[0] ?? '' } })).body,
  ).toEqual(ada)
})

test('signing out ends the session and takes the cookie back', async () => {
  const cookie = await cookieOf(api)
  const { body, headers } = await post(api, 'mutation { signOut { signedOut } }', { headers: { cookie } })
  expect(body).toEqual({ data: { signOut: { signedOut: true } } })
  expect(headers.getSetCookie()).toEqual([
    'dataing=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/; HttpOnly; SameSite=Lax',
  ])
  expect((await post(api, VIEWER, { headers: { cookie } })).body).toEqual(nobody)
})

test('what needs a person answers 401 without one', async () => {
  const { status, body } = await post(api, '{ investigations { totalCount } }')
  expect(status).toBe(401)
  expect(body).toMatchObject({
    data: null,
    errors: [{ message: 'Sign in first.', extensions: { code: 'UNAUTHENTICATED' } }],
  })
})

test('a hundred tries under one document are stopped like a hundred tries', async () => {
  const tries = Array.from(
    { length: 10 },
    (_, index) =>
      `t${index}: signIn(input: { email: "eve@example.com", password: "x" }) { ... on InputError { code } }`,
  )
  const { body } = await post(api, `mutation { ${tries.join('\n')} }`)
  const codes = JSON.stringify(body).match(/SIGN_IN_FAILED|TOO_MANY_TRIES/g)
  expect(codes).toEqual([...Array<string>(5).fill('SIGN_IN_FAILED'), ...Array<string>(5).fill('TOO_MANY_TRIES')])
  const all = Array.from(
    { length: 100 },
    (_, index) => `t${index}: signIn(input: { email: "eve@example.com", password: "x" }) { __typename }`,
  )
  expect((await post(api, `mutation { ${all.join('\n')} }`)).body).toMatchObject({
    errors: [{ extensions: { code: 'TOO_MANY_ALIASES' } }],
  })
})

test('an empty database is set up once, by the printed token only', async () => {
  const database = await testDatabase()
  const fresh = await startApi(database.url)
  const SET_UP = `mutation($input: SetUpInput!) { setUp(input: $input) {
    __typename ... on UserError { code path } ... on SetUpPayload { viewer { tenant { name } } } } }`
  const input = {
    token: fresh.setUpText,
    tenantName: 'Shop',
    name: 'Ada',
    email: 'Ada@Example.com',
    password: PASSWORD,
  }
  const setUp = async (changes: object) =>
    (await post(fresh, SET_UP, { variables: { input: { ...input, ...changes } } })).body
  const refused = (code: string, field: string) => ({
    data: { setUp: { __typename: 'InputError', code, path: [field] } },
  })
  expect((await post(fresh, '{ setUpNeeded }')).body).toEqual({ data: { setUpNeeded: true } })
  expect(await setUp({ token: 'guess' })).toEqual(refused('SIGN_IN_FAILED', 'token'))
  expect(await setUp({ password: 'short' })).toEqual(refused('INVALID_INPUT', 'password'))
  expect(await setUp({ email: 'ada' })).toEqual(refused('INVALID_INPUT', 'email'))
  const [left, right] = await Promise.all([setUp({}), setUp({ email: 'bob@example.com' })])
  expect([left, right]).toContainEqual({
    data: { setUp: { __typename: 'SetUpPayload', viewer: { tenant: { name: 'Shop' } } } },
  })
  expect([left, right]).toContainEqual(refused('CONFLICT', 'token'))
  expect((await post(fresh, '{ setUpNeeded }')).body).toEqual({ data: { setUpNeeded: false } })
  expect(await fresh.db.tenant.count()).toBe(1)
  await fresh.close()
  await database.drop()
})
