import { afterAll, beforeAll, expect, test } from 'vitest'
import { asId, type TenantId } from '../core/shared/ids.ts'
import { cookieOf, PASSWORD, post, startApi, startSeededApi } from '../testing/httpServer.ts'
import { seedPerson } from '../testing/tenantSeed.ts'

let api: Awaited<ReturnType<typeof startSeededApi>>
let closed: Awaited<ReturnType<typeof startApi>>
beforeAll(async () => {
  api = await startSeededApi({ sendsMail: true, signUpOpen: true })
  closed = await startApi(api.url, { sendsMail: true })
})
afterAll(async () => {
  await closed.close()
  await api.close()
})

const ASK =
  'mutation($input: SignUpAskInput!) { signUpAsk(input: $input) { __typename ... on UserError { code path } } }'
const SIGN_UP = `mutation($input: SignUpInput!) { signUp(input: $input) {
  __typename ... on UserError { code path } ... on SignInPayload { viewer { role person { email } tenant { name } permissions } } } }`
const NEW = 'seven quiet otters'
type At = Pick<typeof api, 'origin'>

const ask = async (email: string, at: At = api) => (await post(at, ASK, { variables: { input: { email } } })).body
const signUp = (token: string, more: object = {}, at: At = api) =>
  post(at, SIGN_UP, { variables: { input: { token, tenantName: 'Pear Ltd', name: 'Grace', password: NEW, ...more } } })
const addressOf = async (token: string) =>
  (await post(api, 'query($token: String!) { signUpAddress(token: $token) }', { variables: { token } })).body
const viewer = async (cookie: string) =>
  (
    await post(
      api,
      '{ viewer { tenant { name } } dataSources(first: 10) { totalCount } people { edges { node { email } } } }',
      { headers: { cookie } },
    )
  ).body

const asked = { data: { signUpAsk: { __typename: 'SignUpAskedPayload' } } }
const gone = { data: { signUp: { __typename: 'InputError', code: 'NOT_FOUND', path: ['token'] } } }
const refused = (code: string, path: string) => ({ data: { signUp: { __typename: 'InputError', code, path: [path] } } })

const lastTo = async (email: string, than?: object) => {
  for (;;) {
    const mail = api.identity.posted.findLast(({ to }) => to === email)
    if (mail !== undefined && mail !== than) return mail
    await new Promise(setImmediate)
  }
}
const tokenFor = async (email: string) => {
  const before = api.identity.posted.findLast(({ to }) => to === email)
  expect(await ask(email)).toEqual(asked)
  const token =
    /https:\/\/dataing\.example\/new-workspace#([\w-]{43})/.exec((await lastTo(email, before)).text)?.[1] ?? ''
  // It is written inside the transaction, and good once that is through.
  if (token !== '') await expect.poll(() => api.identity.signUps.find(token)).toBe(email)
  return token
}

test('a mailed link makes a tenant with its owner, once, and lets them in', async () => {
  const token = await tokenFor('grace@example.com')
  expect(await api.db.account.count({ where: { email: 'grace@example.com' } })).toBe(0)
  expect(await addressOf(token)).toEqual({ data: { signUpAddress: 'grace@example.com' } })
  for (const [path, more] of [
    ['tenantName', { tenantName: ' ' }],
    ['name', { name: '' }],
    ['password', { password: 'short' }],
    ['password', { password: 'grace@example.com' }],
  ] as const) {
    expect((await signUp(token, more)).body).toEqual(refused('INVALID_INPUT', path))
  }
  const answers = await Promise.all([signUp(token), signUp(token), signUp(token)])
  const [made, ...rest] = answers.toSorted(
    (a, b) => Number(b.headers.has('set-cookie')) - Number(a.headers.has('set-cookie')),
  )
  expect(made?.body).toMatchObject({
    data: {
      signUp: { viewer: { role: 'OWNER', person: { email: 'grace@example.com' }, tenant: { name: 'Pear Ltd' } } },
    },
  })
  expect(rest.map(({ body }) => body)).toEqual([gone, gone])
  expect(await api.db.tenant.count({ where: { name: 'Pear Ltd' } })).toBe(1)
  const cookie = made?.headers.get('set-cookie')?.split(';')[0] ?? ''
  expect(await viewer(cookie)).toEqual({
    data: {
      viewer: { tenant: { name: 'Pear Ltd' } },
      dataSources: { totalCount: 0 },
      people: { edges: [{ node: { email: 'grace@example.com' } }] },
    },
  })
  const { id } = await api.db.tenant.findFirstOrThrow({ where: { name: 'Pear Ltd' } })
  expect(
    await api.db.auditEntry.findMany({
      where: { tenantId: id },
      orderBy: { sequence: 'asc' },
      select: { action: true, actorName: true },
    }),
  ).toEqual([
    { action: 'tenantSetUp', actorName: 'Grace' },
    { action: 'signedIn', actorName: 'Grace' },
  ])
  expect(await api.identity.auditTrail.verify(asId<TenantId>(id))).toMatchObject({ entries: 2, fault: null })
})

test('an address with an account is answered alike, and its owner is told to sign in', async () => {
  expect([await ask('ada@example.com'), await ask('nobody@example.com')]).toEqual([asked, asked])
  const mail = await lastTo('ada@example.com')
  expect(mail.text).toContain('https://dataing.example/sign-in\n')
  expect(mail.text).not.toContain('#')
  await lastTo('nobody@example.com')
  expect((await api.db.signUp.findMany()).map(({ email }) => email)).toEqual(['nobody@example.com'])
})

test('a link that is too old, was replaced or was made up makes nothing; its secret is stored nowhere', async () => {
  const replaced = await tokenFor('hedy@example.com')
  const old = await tokenFor('hedy@example.com')
  expect(old).not.toBe(replaced)
  expect(JSON.stringify([await api.db.signUp.findMany(), await api.db.auditEntry.findMany()])).not.toContain(old)
  await api.db.signUp.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } })
  for (const token of [replaced, old, 'made-up', '']) {
    expect([(await signUp(token)).body, await addressOf(token)]).toEqual([gone, { data: { signUpAddress: null } }])
  }
  expect(await api.db.account.count({ where: { email: 'hedy@example.com' } })).toBe(0)
})

test('an address that joins a workspace before it follows its link makes none, and keeps its password', async () => {
  const token = await tokenFor('ivy@example.com')
  await seedPerson(api.db, {
    tenantId: api.tenant.tenantId,
    email: 'ivy@example.com',
    name: 'Ivy',
    role: 'member',
    passwordHash: await api.passwords.hash(PASSWORD),
  })
  expect((await signUp(token, { tenantName: 'Ivy Ltd' })).body).toEqual(gone)
  expect(await api.db.tenant.count({ where: { name: 'Ivy Ltd' } })).toBe(0)
  expect(await cookieOf(api, 'ivy@example.com')).not.toBe('')
})

test('asking too often is refused, for accounts and for none alike', async () => {
  const codes = async (email: string) => {
    const answers = []
    for (let index = 0; index < 6; index += 1) answers.push(JSON.stringify(await ask(email)).includes('TOO_MANY_TRIES'))
    return answers
  }
  await seedPerson(api.db, {
    tenantId: api.tenant.tenantId,
    email: 'kay@example.com',
    name: 'Kay',
    role: 'member',
    passwordHash: null,
  })
  const known = await codes('kay@example.com')
  expect(known.at(-1)).toBe(true)
  expect(await codes('not-kay@example.com')).toEqual(known)
})

test('where sign-up is closed nobody is mailed, and a link of before makes nothing', async () => {
  const token = await tokenFor('lena@example.com')
  expect(await ask('max@example.com', closed)).toEqual({
    data: { signUpAsk: { __typename: 'InputError', code: 'NOT_ALLOWED', path: ['email'] } },
  })
  expect((await signUp(token, {}, closed)).body).toEqual(refused('NOT_ALLOWED', 'token'))
  expect(closed.identity.posted).toEqual([])
  const options = async (at: At) => (await post(at, '{ signInOptions { signUpOpen } }')).body
  expect([await options(api), await options(closed)]).toEqual([
    { data: { signInOptions: { signUpOpen: true } } },
    { data: { signInOptions: { signUpOpen: false } } },
  ])
  expect((await signUp(token)).body).toMatchObject({ data: { signUp: { __typename: 'SignInPayload' } } })
})
