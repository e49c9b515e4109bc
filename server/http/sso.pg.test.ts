import { afterAll, beforeAll, expect, test } from 'vitest'
import { asId, type TenantId } from '../core/shared/ids.ts'
import { startForgingProvider, type Forgery } from '../testing/forgingProvider.ts'
import { cookieOf, post, startSeededApi } from '../testing/httpServer.ts'
import { CLIENT, startOidcProvider, type Somebody } from '../testing/oidcProvider.ts'
import { seedPerson } from '../testing/tenantSeed.ts'

let api: Awaited<ReturnType<typeof startSeededApi>>
let provider: Awaited<ReturnType<typeof startOidcProvider>>
let forger: Awaited<ReturnType<typeof startForgingProvider>>
let forgedTenant: TenantId

const settings = (issuer: string, domains: readonly string[]) => ({
  issuer,
  clientId: CLIENT.id,
  clientSecret: CLIENT.secret,
  scopes: ['openid', 'email', 'profile'],
  groupsClaim: 'groups',
  domains,
  groupRoles: [
    { group: 'analysts', role: 'member' as const },
    { group: 'heads', role: 'admin' as const },
  ],
  defaultRole: 'viewer' as const,
})

beforeAll(async () => {
  api = await startSeededApi()
  provider = await startOidcProvider(`${api.origin}/sso/callback`)
  forger = await startForgingProvider(CLIENT.id)
  const { sso } = api.identity
  await sso.save(api.tenant.tenantId, settings(provider.issuer, ['example.com']), 0)
  await sso.prove(asId<TenantId>(api.tenant.tenantId), 'example.com')
  forgedTenant = asId<TenantId>((await api.newTenant()).tenantId)
  await sso.save(forgedTenant, settings(forger.issuer, ['one.example']), 0)
  await sso.prove(forgedTenant, 'one.example')
})
afterAll(async () => {
  await Promise.all([provider.close(), forger.close()])
  await api.close()
})

/** A browser that keeps cookies per host and follows redirects by hand. */
const browser = () => {
  const jars = new Map<string, Map<string, string>>()
  return async (url: string | URL) => {
    const to = new URL(url)
    const jar = jars.get(to.host) ?? new Map<string, string>()
    jars.set(to.host, jar)
    const response = await fetch(to, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
    })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', ...value] = (line.split(';')[0] ?? '').split('=')
      jar.set(name, value.join('='))
    }
    const location = response.headers.get('location')
    return {
      status: response.status,
      to: location === null ? null : new URL(location, to),
      cookies: response.headers.getSetCookie(),
      jar,
    }
  }
}

const startUrl = (email: string, to = '/settings') =>
  `${api.origin}/sso/start?email=${encodeURIComponent(email)}&to=${encodeURIComponent(to)}`

/** Goes from the sign-in page to where the server sends last, before that page is opened. */
const signIn = async (who: Somebody, { go = browser(), to = '/settings' } = {}) => {
  provider.is(who)
  let at = await go(startUrl(who.email, to))
  while (at.to !== null && (at.to.origin !== api.origin || at.to.pathname === '/sso/callback')) at = await go(at.to)
  return {
    landed: `${at.to?.pathname}${at.to?.search}`,
    cookie: `dataing=${at.jar.get('dataing') ?? ''}`,
    cookies: at.cookies,
  }
}
const viewer = async (cookie: string) =>
  (await post(api, '{ viewer { role person { name email } tenant { name } } }', { headers: { cookie } })).body

test('somebody new is sent to the provider of their domain, comes back as a person of that workspace, with the role of their group', async () => {
  const { landed, cookie, cookies } = await signIn({
    sub: 'bob',
    email: 'Bob@Example.com',
    name: 'Bob',
    groups: ['heads', 'others'],
  })
  expect(landed).toBe('/settings')
  expect(cookies.map(line => line.replace(/=[^;]*/, '').replace(/Expires=[^;]*/, 'Expires'))).toEqual([
    'dataing; Expires; Path=/; HttpOnly; SameSite=Lax',
    'dataing-sso; Max-Age=0; Path=/; HttpOnly; SameSite=Lax',
  ])
  expect(await viewer(cookie)).toMatchObject({
    data: { viewer: { role: 'ADMIN', person: { name: 'Bob', email: 'bob@example.com' } } },
  })
  const again = await signIn({ sub: 'bob', email: 'bob@example.com', groups: ['analysts'] })
  expect(await viewer(again.cookie)).toMatchObject({ data: { viewer: { role: 'MEMBER' } } })
  expect(await api.db.person.count({ where: { email: 'bob@example.com' } })).toBe(1)
  const { proof } = await api.db.session.findFirstOrThrow({ where: { person: { email: 'bob@example.com' } } })
  expect(proof).toBe('sso')
})

test('an owner stays one, and nobody becomes one', async () => {
  const { landed, cookie } = await signIn({
    sub: 'ada',
    email: 'ada@example.com',
    groups: ['analysts', 'owner', 'owners'],
  })
  expect(landed).toBe('/settings')
  expect(await viewer(cookie)).toMatchObject({ data: { viewer: { role: 'OWNER', person: { name: 'Ada' } } } })
})

test.each([
  ['an address of another domain', { sub: 'eve', email: 'eve@elsewhere.example' }, 'bad-address'],
  ['an address that nobody has proved', { sub: 'mal', email: 'mal@example.com', email_verified: false }, 'bad-address'],
])('%s is not let in', async (_what, who, code) => {
  const go = browser()
  provider.is(who)
  let at = await go(startUrl('x@example.com'))
  while (at.to !== null && (at.to.origin !== api.origin || at.to.pathname === '/sso/callback')) at = await go(at.to)
  expect([at.to?.search, at.jar.get('dataing')]).toEqual([`?sso=${code}`, undefined])
})

test('the account of somebody in another workspace is not taken over, nor let into it', async () => {
  const other = (await api.newTenant()).tenantId
  await seedPerson(api.db, {
    tenantId: other,
    email: 'zoe@example.com',
    name: 'Zoe',
    role: 'owner',
    passwordHash: null,
  })
  expect((await signIn({ sub: 'zoe', email: 'zoe@example.com' })).landed).toBe('/sign-in?sso=address-taken')
  const { cookie } = await signIn({ sub: 'tim', email: 'tim@example.com' })
  const account = await api.db.account.findUniqueOrThrow({ where: { email: 'tim@example.com' } })
  await api.db.person.create({
    data: { tenantId: other, accountId: account.id, email: 'tim@example.com', name: 'Tim', role: 'admin' },
  })
  const tenantId = Buffer.from(`Tenant:${other}`).toString('base64')
  const { body } = await post(
    api,
    `mutation { tenantSwitch(input: { tenantId: "${tenantId}" }) { ... on UserError { code } } }`,
    { headers: { cookie } },
  )
  expect(body).toEqual({ data: { tenantSwitch: { code: 'NOT_ALLOWED' } } })
})

test('who was deactivated stays out', async () => {
  await signIn({ sub: 'kim', email: 'kim@example.com' })
  await api.db.person.updateMany({ where: { email: 'kim@example.com' }, data: { deactivatedAt: new Date() } })
  expect((await signIn({ sub: 'kim', email: 'kim@example.com' })).landed).toBe('/sign-in?sso=deactivated')
})

test('a sign-in ends where it began: another browser, a second time, or another path are refused', async () => {
  provider.is({ sub: 'lea', email: 'lea@example.com' })
  const go = browser()
  let at = await go(startUrl('lea@example.com'))
  while (at.to !== null && at.to.pathname !== '/sso/callback') at = await go(at.to)
  const callback = at.to ?? new URL(api.origin)
  expect((await browser()(callback)).to?.search).toBe('?sso=too-late')
  const bent = new URL(callback)
  bent.searchParams.set('state', 'other')
  const first = browser()
  await first(startUrl('lea@example.com'))
  expect((await first(callback)).to?.search).toBe('?sso=refused')
  expect((await go(callback)).to?.pathname).toBe('/settings')
  expect((await go(callback)).to?.search).toBe('?sso=too-late')
})

test.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])(
  '%s is nowhere to go on to',
  async to => {
    expect((await signIn({ sub: 'bob', email: 'bob@example.com' }, { to })).landed).toBe('/investigations')
  },
)

test('an address of no workspace is told so, and only GET is answered', async () => {
  expect((await browser()(startUrl('x@nowhere.example'))).to?.search).toBe('?sso=unknown')
  expect((await fetch(`${api.origin}/sso/start`, { method: 'POST', redirect: 'manual' })).status).toBe(405)
})

/** Begins at the forging provider and comes back with what it forges. */
const forged = async (forgery: Forgery, callback = (url: URL) => url) => {
  const go = browser()
  const { to } = await go(startUrl('ada@one.example'))
  if (to === null) throw new Error('Not begun')
  forger.forge(forgery, to)
  const back = new URL(`${api.origin}/sso/callback`)
  back.searchParams.set('code', 'anything')
  back.searchParams.set('state', to.searchParams.get('state') ?? '')
  const at = await go(callback(back))
  return `${at.to?.pathname}${at.to?.search}`
}
const now = () => Math.floor(Date.now() / 1000)
const REFUSED = '/sign-in?sso=refused'

test('a token that is right lets in: the control of those that are not', async () => {
  expect(await forged({})).toBe('/settings')
  expect(await api.db.person.count({ where: { tenantId: forgedTenant, email: 'ada@one.example' } })).toBe(1)
})

test.each<[string, () => Forgery]>([
  ['signed by somebody else', () => ({ key: 'stranger' })],
  ['not signed', () => ({ key: 'none' })],
  ['signed by the public key as a password', () => ({ key: 'hmac' })],
  ['expired', () => ({ claims: { exp: now() - 600, iat: now() - 900 } })],
  ['of another issuer', () => ({ claims: { iss: provider.issuer } })],
  ['for another client', () => ({ claims: { aud: 'somebody-else' } })],
  ['for two clients, without saying which asked', () => ({ claims: { aud: [CLIENT.id, 'somebody-else'] } })],
  ['of another sign-in', () => ({ claims: { nonce: 'other' } })],
  ['without a nonce', () => ({ claims: { nonce: undefined } })],
  ['without a subject', () => ({ claims: { sub: undefined } })],
])('a token %s is refused', async (_what, forgery) => {
  expect(await forged(forgery())).toBe(REFUSED)
})

test('another state, and an error of the provider, are refused', async () => {
  const bent = (url: URL) => {
    url.searchParams.set('state', 'other')
    return url
  }
  const failed = (url: URL) => {
    url.searchParams.delete('code')
    url.searchParams.set('error', 'access_denied')
    return url
  }
  expect([await forged({}, bent), await forged({}, failed)]).toEqual([REFUSED, REFUSED])
})

test('the secret goes in and never comes out, a domain leads to one workspace, and another issuer asks for the secret anew', async () => {
  const cookie = await cookieOf(api)
  const { body } = await post(
    api,
    '{ singleSignOn { version issuer clientId domains defaultRole groupRoles { group role } } }',
    { headers: { cookie } },
  )
  expect(body).toMatchObject({ data: { singleSignOn: { version: 1, issuer: provider.issuer, defaultRole: 'VIEWER' } } })
  const stored = await api.db.ssoConnection.findMany()
  expect(Buffer.concat(stored.map(({ clientSecret }) => clientSecret)).toString('latin1')).not.toContain(CLIENT.secret)
  expect(JSON.stringify(await api.db.auditEntry.findMany())).not.toContain(CLIENT.secret)
  const change = async (input: object) =>
    (
      await post(
        api,
        'mutation($input: SingleSignOnChangeInput!) { singleSignOnChange(input: $input) { __typename ... on UserError { code path } } }',
        {
          variables: {
            input: {
              expectedVersion: 1,
              issuer: provider.issuer,
              clientId: CLIENT.id,
              domains: ['example.com'],
              defaultRole: 'VIEWER',
              ...input,
            },
          },
          headers: { cookie },
        },
      )
    ).body
  const refused = (code: string, path: string) => ({
    data: {
      singleSignOnChange: { __typename: code === 'CONFLICT' ? 'ConflictError' : 'InputError', code, path: [path] },
    },
  })
  expect(await change({ domains: ['one.example'] })).toEqual(refused('INVALID_INPUT', 'domains'))
  expect(await change({ issuer: 'http://127.0.0.1:1' })).toEqual(refused('INVALID_INPUT', 'clientSecret'))
  expect(await change({ expectedVersion: 0 })).toEqual(refused('CONFLICT', 'expectedVersion'))
  expect(await change({ expectedVersion: 1 })).toEqual({
    data: { singleSignOnChange: { __typename: 'SingleSignOnChangePayload' } },
  })
})
