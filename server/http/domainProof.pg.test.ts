// Whose an e-mail domain is, is told by its DNS: until then nobody is sent to a provider by it, whoever named it first. Then passwords may be switched off.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTextRecords } from '../adapters/dns/textRecords.ts'
import type { Role } from '../core/access/role.ts'
import { asId, type PersonId, type TenantId } from '../core/shared/ids.ts'
import { startDnsServer } from '../testing/dnsServer.ts'
import { cookieOf, PASSWORD, post, startSeededApi } from '../testing/httpServer.ts'
import { startOidcProvider } from '../testing/oidcProvider.ts'
import { seedPerson } from '../testing/tenantSeed.ts'

let dns: Awaited<ReturnType<typeof startDnsServer>>
let api: Awaited<ReturnType<typeof startSeededApi>>
let provider: Awaited<ReturnType<typeof startOidcProvider>>
beforeAll(async () => {
  dns = await startDnsServer()
  api = await startSeededApi({ textRecords: createTextRecords({ servers: [dns.address], timeoutMs: 200 }) })
  provider = await startOidcProvider(`${api.origin}/sso/callback`)
})
afterAll(async () => {
  await Promise.all([provider.close(), dns.close()])
  await api.close()
})

let count = 0
const arrive = async (role: Role, tenantId: TenantId) => {
  const email = `p${(count += 1)}@example.com`
  const { id, accountId } = await seedPerson(api.db, {
    tenantId,
    role,
    name: email,
    email,
    passwordHash: await api.passwords.hash(PASSWORD),
  })
  return { id: asId<PersonId>(id), email, accountId, cookie: await cookieOf(api, email) }
}
const newTenant = async () => asId<TenantId>((await api.newTenant()).tenantId)

type Answer = {
  readonly __typename: string
  readonly code?: string
  readonly path?: readonly string[]
  readonly message?: string
}
const run = async (
  name: string,
  type: string,
  { input, cookie }: { readonly input: object; readonly cookie: string },
): Promise<Answer> => {
  const { body } = await post(
    api,
    `mutation($input: ${type}!) { ${name}(input: $input) { __typename ... on UserError { code path message } } }`,
    { variables: { input }, headers: { cookie } },
  )
  return (body as { data: Record<string, Answer> | null }).data?.[name] ?? { __typename: JSON.stringify(body) }
}
const setUp = (cookie: string, domain: string, expectedVersion = 0) =>
  run('singleSignOnChange', 'SingleSignOnChangeInput', {
    cookie,
    input: {
      expectedVersion,
      issuer: provider.issuer,
      clientId: 'dataing',
      clientSecret: 'tell nobody',
      domains: [domain],
      defaultRole: 'VIEWER',
    },
  })
const prove = (cookie: string, domain: string) => run('domainProve', 'DomainProveInput', { input: { domain }, cookie })
const record = async (cookie: string) => {
  const { body } = await post(api, '{ singleSignOn { domainProofs { domain recordName recordText provedAt } } }', {
    headers: { cookie },
  })
  const { data } = body as {
    data: {
      singleSignOn: { domainProofs: readonly { recordName: string; recordText: string; provedAt: string | null }[] }
    }
  }
  return data.singleSignOn.domainProofs[0] ?? { recordName: '', recordText: '', provedAt: null }
}
const leadsTo = async (domain: string) => {
  const { headers } = await fetch(`${api.origin}/sso/start?email=x@${domain}`, { redirect: 'manual' })
  return new URL(headers.get('location') ?? '', api.origin).origin
}
/** A tenant that has proved a domain of its own. */
const provedTenant = async () => {
  const tenantId = await newTenant()
  const owner = await arrive('owner', tenantId)
  const domain = `d${(count += 1)}.example`
  await setUp(owner.cookie, domain)
  const { recordName, recordText } = await record(owner.cookie)
  dns.set(recordName, [recordText])
  expect(await prove(owner.cookie, domain)).toEqual({ __typename: 'DomainProvePayload' })
  return { tenantId, owner, domain }
}

test('a domain leads to a provider once its record is there, and to the tenant that proved it, whoever named it before', async () => {
  const [mal, ada] = [await arrive('owner', await newTenant()), await arrive('owner', await newTenant())]
  expect([
    (await setUp(mal.cookie, 'corp.example')).__typename,
    (await setUp(ada.cookie, 'corp.example')).__typename,
  ]).toEqual(Array(2).fill('SingleSignOnChangePayload'))
  expect(await leadsTo('corp.example')).toBe(api.origin)
  expect(await prove(ada.cookie, 'corp.example')).toMatchObject({
    code: 'INVALID_INPUT',
    path: ['domain'],
    message: expect.stringContaining('not there yet'),
  })
  const wanted = await record(ada.cookie)
  expect([wanted.recordName, wanted.provedAt]).toEqual(['_dataing.corp.example', null])
  dns.set(wanted.recordName, ['v=spf1 -all', wanted.recordText])
  expect(await prove(mal.cookie, 'corp.example')).toMatchObject({ code: 'INVALID_INPUT' })
  expect(await prove(ada.cookie, ' Corp.example')).toEqual({ __typename: 'DomainProvePayload' })
  expect(await leadsTo('corp.example')).toBe(provider.issuer)
  expect(await prove(mal.cookie, 'corp.example')).toMatchObject({ code: 'INVALID_INPUT' })
  dns.set(wanted.recordName, [(await record(mal.cookie)).recordText])
  expect(await prove(mal.cookie, 'corp.example')).toMatchObject({ code: 'CONFLICT', path: ['domain'] })
  expect(await prove(ada.cookie, 'other.example')).toMatchObject({ code: 'NOT_FOUND' })
  await setUp(ada.cookie, 'corp.example', 1)
  expect((await record(ada.cookie)).provedAt).not.toBeNull()
})

test('an admin, who could make themselves an owner by it, does not choose the provider', async () => {
  const { tenantId } = await provedTenant()
  const admin = await arrive('admin', tenantId)
  for (const call of [setUp(admin.cookie, 'x.example', 1), prove(admin.cookie, 'x.example')])
    expect((await call).__typename).toContain('FORBIDDEN')
})

const only = (ssoOnly: boolean, cookie: string, expectedVersion = 0) =>
  run('securityChange', 'SecurityChangeInput', {
    cookie,
    input: { expectedVersion, idleMinutes: 480, sessionDays: 7, twoFactorRequired: false, ssoOnly },
  })
const signIn = (email: string) => run('signIn', 'SignInInput', { input: { email, password: PASSWORD }, cookie: '' })
const roleOf = async (cookie: string) =>
  JSON.stringify((await post(api, '{ viewer { role } }', { headers: { cookie } })).body)
const refused = {
  __typename: 'InputError',
  code: 'NOT_ALLOWED',
  path: ['email'],
  message: 'Your workspace lets people in by single sign-on only.',
}

test('with single sign-on only, passwords open nothing but for owners, and what they had opened ends', async () => {
  const early = await arrive('owner', await newTenant())
  expect(await only(true, early.cookie)).toMatchObject({ code: 'INVALID_INPUT', path: ['ssoOnly'] })
  const { tenantId, owner } = await provedTenant()
  const [bob, bySso] = [await arrive('member', tenantId), await arrive('member', tenantId)]
  const { token } = await api.sessions.open({ tenantId, personId: bySso.id }, { proof: 'sso' })
  expect(await only(true, owner.cookie)).toEqual({ __typename: 'SecurityChangePayload' })
  expect(
    [await roleOf(bob.cookie), await roleOf(`dataing=${token}`), await roleOf(owner.cookie)].map(
      text => /[A-Z]{5,}/.exec(text)?.[0],
    ),
  ).toEqual([undefined, 'MEMBER', 'OWNER'])
  expect(await signIn(bob.email)).toEqual(refused)
  expect(
    await run('signIn', 'SignInInput', { input: { email: bob.email, password: 'a wrong password' }, cookie: '' }),
  ).toMatchObject({ code: 'SIGN_IN_FAILED' })
  expect(await signIn(owner.email)).toEqual({ __typename: 'SignInPayload' })
  expect(await only(false, owner.cookie, 1)).toEqual({ __typename: 'SecurityChangePayload' })
  expect(await signIn(bob.email)).toEqual({ __typename: 'SignInPayload' })
})

test('there is no way around it: not by another workspace, an invitation, a second factor, and it ends with the provider', async () => {
  const { tenantId, owner } = await provedTenant()
  const bob = await arrive('member', tenantId)
  const challenge = await api.identity.secondFactors.challenge({
    accountId: asId(bob.accountId ?? ''),
    personId: bob.id,
    tenantId,
  })
  await only(true, owner.cookie)
  expect(
    await run('signInConfirm', 'SignInConfirmInput', { input: { challenge, code: '000000' }, cookie: '' }),
  ).toMatchObject({ code: 'NOT_FOUND', path: ['challenge'] })
  const elsewhere = await newTenant()
  await api.db.person.create({
    data: { tenantId: elsewhere, accountId: bob.accountId, email: bob.email, name: 'Bob', role: 'member' },
  })
  expect(await signIn(bob.email)).toEqual({ __typename: 'SignInPayload' })
  const to = { tenantId: Buffer.from(`Tenant:${tenantId}`).toString('base64') }
  expect(
    await run('tenantSwitch', 'TenantSwitchInput', { input: to, cookie: await cookieOf(api, bob.email) }),
  ).toMatchObject({ code: 'NOT_ALLOWED', path: ['tenantId'] })
  const expiresAt = new Date(Date.now() + 60_000)
  const invited = await api.identity.invitations.make(
    { tenantId, email: `n${count}@example.com`, role: 'member', invitedBy: 'Ada', expiresAt },
    () => [],
  )
  const input = { token: invited.ok ? invited.value.token : '', name: 'New', password: PASSWORD }
  expect(await run('invitationAccept', 'InvitationAcceptInput', { input, cookie: '' })).toMatchObject({
    code: 'NOT_ALLOWED',
    path: ['token'],
  })
  await post(api, 'mutation { singleSignOnRemove { removed } }', { headers: { cookie: owner.cookie } })
  expect(await run('invitationAccept', 'InvitationAcceptInput', { input, cookie: '' })).toEqual({
    __typename: 'SignInPayload',
  })
})
