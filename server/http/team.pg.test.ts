// People coming, going and changing places, as browsers do it; races included.
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../core/access/role.ts'
import { asId, type PersonId, type TenantId } from '../core/shared/ids.ts'
import { printGlobalId } from '../graphql/globalId.ts'
import { cookieOf, PASSWORD, post, startApi, startSeededApi } from '../testing/httpServer.ts'
import { seedPerson } from '../testing/tenantSeed.ts'

let api: Awaited<ReturnType<typeof startSeededApi>>
let other: Awaited<ReturnType<typeof startApi>>
let passwordHash: string
beforeAll(async () => {
  api = await startSeededApi()
  other = await startApi(api.url)
  passwordHash = await api.passwords.hash(PASSWORD)
})
afterAll(async () => {
  await other.close()
  await api.close()
})

const by =
  (cookie: string, at: Pick<typeof api, 'origin'> = api) =>
  async (query: string, input: object = {}) =>
    (await post(at, query, { variables: { input }, headers: { cookie } })).body
const change = (name: string, input: string) =>
  `mutation($input: ${input}!) { ${name}(input: $input) { __typename ... on UserError { code message } } }`
const typename = (name: string, type: string) => ({ data: { [name]: { __typename: type } } })
const WHO = '{ viewer { role person { name email } tenant { name } tenants { name role tenantId } } }'

let count = 0
/** Somebody new of this role in a tenant, signed in. */
const arrive = async (role: Role, tenantId: string = api.tenant.tenantId) => {
  const email = `p${(count += 1)}@example.com`
  const { id } = await seedPerson(api.db, { tenantId, role, name: email, email, passwordHash })
  const { token } = await api.sessions.open({ tenantId: asId<TenantId>(tenantId), personId: asId<PersonId>(id) })
  return { id, email, personId: printGlobalId('Person', id), cookie: `dataing=${token}` }
}
const newTenant = async () => (await api.db.tenant.create({ data: { name: `Tenant ${(count += 1)}` } })).id

const INVITE = `mutation($input: InvitationMakeInput!) { invitationMake(input: $input) { __typename ... on UserError { code path }
  ... on InvitationMadePayload { link invitation { id email role } } } }`
const ACCEPT = `mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input) { __typename ... on UserError { code path message } } }`

const invite = async (cookie: string, input: object) => {
  const body = await by(cookie)(INVITE, { role: 'MEMBER', ...input })
  const {
    data: { invitationMake },
  } = body as { data: { invitationMake: { link?: string; invitation?: { id: string } } } }
  return { body, token: invitationMake.link?.replace('/join#', '') ?? '', id: invitationMake.invitation?.id ?? '' }
}
const accept = async (input: object, cookie = '', at: Pick<typeof api, 'origin'> = api) =>
  post(at, ACCEPT, { variables: { input: { name: 'Bob', password: PASSWORD, ...input } }, headers: { cookie } })
const joined = typename('invitationAccept', 'SignInPayload')
const gone = { data: { invitationAccept: { code: 'NOT_FOUND', path: ['token'] } } }

test('an invited person joins by the link, once, and is signed in with the role they were invited to', async () => {
  const ada = await cookieOf(api)
  const { body, token } = await invite(ada, { email: ' Bob@Example.com ' })
  expect(body).toMatchObject({ data: { invitationMake: { invitation: { email: 'bob@example.com', role: 'MEMBER' } } } })
  const preview = await by('')(`{ invitation(token: "${token}") { email role hasAccount tenantName invitedBy } }`)
  expect(preview).toMatchObject({
    data: { invitation: { email: 'bob@example.com', role: 'MEMBER', hasAccount: false, invitedBy: 'Ada' } },
  })
  expect((await accept({ token, password: 'short' })).body).toMatchObject({
    data: { invitationAccept: { path: ['password'] } },
  })
  const answers = await Promise.all([accept({ token }), accept({ token }, '', other), accept({ token })])
  expect(answers.filter(answer => JSON.stringify(answer.body) === JSON.stringify(joined))).toHaveLength(1)
  const winner = answers.find(({ headers }) => headers.getSetCookie().length > 0)
  const cookie = winner?.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  expect(await by(cookie)(WHO)).toMatchObject({
    data: { viewer: { role: 'MEMBER', person: { name: 'Bob', email: 'bob@example.com' } } },
  })
  expect((await accept({ token })).body).toMatchObject(gone)
  expect(await by('')(`{ invitation(token: "${token}") { email } }`)).toEqual({ data: { invitation: null } })
  expect(await api.db.person.count({ where: { email: 'bob@example.com' } })).toBe(1)
})

test('a link that was taken back, is too old, was replaced, or was made up opens nothing', async () => {
  const ada = await cookieOf(api)
  const revoked = await invite(ada, { email: 'carl@example.com' })
  expect(await by(ada)(change('invitationRevoke', 'InvitationRevokeInput'), { invitationId: revoked.id })).toEqual(
    typename('invitationRevoke', 'InvitationRevokedPayload'),
  )
  const replaced = await invite(ada, { email: 'dora@example.com' })
  const old = await invite(ada, { email: 'dora@example.com' })
  await api.db.invitation.updateMany({
    where: { email: 'dora@example.com', revokedAt: null },
    data: { expiresAt: new Date(Date.now() - 1) },
  })
  for (const token of [revoked.token, replaced.token, old.token, 'made-up', ''])
    expect((await accept({ token })).body).toMatchObject(gone)
  const stored = JSON.stringify([await api.db.invitation.findMany(), await api.db.auditEntry.findMany()])
  expect([revoked.token, replaced.token, old.token].filter(token => stored.includes(token))).toEqual([])
})

test('who has an account joins a second tenant with its password or session, and switches between them', async () => {
  const eve = await arrive('viewer')
  const tenantId = await newTenant()
  const boss = await arrive('owner', tenantId)
  const { token } = await invite(boss.cookie, { email: eve.email, role: 'ADMIN' })
  expect((await accept({ token, password: 'not the password' })).body).toMatchObject({
    data: { invitationAccept: { code: 'SIGN_IN_FAILED', path: ['password'] } },
  })
  const stranger = await arrive('viewer')
  expect((await accept({ token, password: '' }, stranger.cookie)).body).toMatchObject({
    data: { invitationAccept: { code: 'SIGN_IN_FAILED' } },
  })
  const { body, headers } = await accept({ token, password: '' }, eve.cookie)
  expect(body).toEqual(joined)
  const there = headers.getSetCookie()[0]?.split(';')[0] ?? ''
  const who = (await by(there)(WHO)) as {
    data: { viewer: { role: string; tenants: { tenantId: string; role: string }[] } }
  }
  expect([who.data.viewer.role, who.data.viewer.tenants.map(({ role }) => role).sort()]).toEqual([
    'ADMIN',
    ['ADMIN', 'VIEWER'],
  ])
  expect(await by(eve.cookie)(WHO)).toEqual({ data: { viewer: null } })
  const SWITCH = change('tenantSwitch', 'TenantSwitchInput')
  const back = await post(api, SWITCH, {
    variables: { input: { tenantId: printGlobalId('Tenant', api.tenant.tenantId) } },
    headers: { cookie: there },
  })
  expect(back.body).toEqual(typename('tenantSwitch', 'SignInPayload'))
  expect(await by(back.headers.getSetCookie()[0]?.split(';')[0] ?? '')(WHO)).toMatchObject({
    data: { viewer: { role: 'VIEWER' } },
  })
  expect(await by(stranger.cookie)(SWITCH, { tenantId: printGlobalId('Tenant', tenantId) })).toMatchObject({
    data: { tenantSwitch: { code: 'NOT_FOUND' } },
  })
})

test('nobody invites to more than they are, twice, or without an address', async () => {
  const admin = await arrive('admin')
  expect((await invite(admin.cookie, { email: 'x@example.com', role: 'OWNER' })).body).toMatchObject({
    data: { invitationMake: { code: 'NOT_ALLOWED', path: ['role'] } },
  })
  expect((await invite(admin.cookie, { email: admin.email })).body).toMatchObject({
    data: { invitationMake: { code: 'CONFLICT', path: ['email'] } },
  })
  expect((await invite(admin.cookie, { email: 'nobody' })).body).toMatchObject({
    data: { invitationMake: { path: ['email'] } },
  })
  expect((await invite(admin.cookie, { email: 'x@example.com', days: 31 })).body).toMatchObject({
    data: { invitationMake: { path: ['days'] } },
  })
})

test('who is deactivated or removed is out at once, and who is made less may less', async () => {
  const boss = await arrive('admin')
  const mia = await arrive('member')
  const person = { personId: mia.personId }
  await by(boss.cookie)(change('personRoleChange', 'PersonRoleChangeInput'), { ...person, role: 'VIEWER' })
  expect(await by(mia.cookie)('{ myApiKeys { totalCount } }')).toMatchObject({
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  })
  expect(await by(boss.cookie)(change('personDeactivate', 'PersonInput'), person)).toEqual(
    typename('personDeactivate', 'PersonPayload'),
  )
  expect(await by(mia.cookie)(WHO)).toEqual({ data: { viewer: null } })
  expect(await cookieOf(api, mia.email)).toBe('')
  await by(boss.cookie)(change('personReactivate', 'PersonInput'), person)
  const again = await cookieOf(api, mia.email)
  expect(await by(again)(WHO)).toMatchObject({ data: { viewer: { role: 'VIEWER' } } })
  expect(await by(boss.cookie)(change('personRemove', 'PersonInput'), person)).toEqual(
    typename('personRemove', 'PersonRemovedPayload'),
  )
  expect([
    await by(again)(WHO),
    await cookieOf(api, mia.email),
    await api.db.account.count({ where: { email: mia.email } }),
  ]).toEqual([{ data: { viewer: null } }, '', 0])
})

test('of two owners who leave at once one stays, however often it is tried', async () => {
  for (let round = 0; round < 10; round += 1) {
    const tenantId = await newTenant()
    const [left, right] = [await arrive('owner', tenantId), await arrive('owner', tenantId)]
    const LEAVE = 'mutation { tenantLeave { __typename ... on UserError { code } } }'
    const STEP_DOWN = change('personRoleChange', 'PersonRoleChangeInput')
    const answers = await Promise.all([
      by(left.cookie)(LEAVE),
      round % 2 === 0
        ? by(right.cookie, other)(LEAVE)
        : by(right.cookie, other)(STEP_DOWN, { personId: right.personId, role: 'VIEWER' }),
    ])
    expect(answers.filter(answer => JSON.stringify(answer).includes('LAST_OWNER'))).toHaveLength(1)
    expect(await api.db.person.count({ where: { tenantId, role: 'owner' } })).toBe(1)
  }
})

test('an owner hands the workspace over and is an admin afterwards', async () => {
  const tenantId = await newTenant()
  const [olga, adam] = [await arrive('owner', tenantId), await arrive('admin', tenantId)]
  const TRANSFER = change('ownershipTransfer', 'PersonInput')
  expect(await by(adam.cookie)(TRANSFER, { personId: adam.personId })).toMatchObject({
    errors: [{ extensions: { code: 'FORBIDDEN' } }],
  })
  expect(await by(olga.cookie)(TRANSFER, { personId: adam.personId })).toEqual(
    typename('ownershipTransfer', 'PersonPayload'),
  )
  const roles = await api.db.person.findMany({ where: { tenantId }, select: { id: true, role: true } })
  expect(new Map(roles.map(({ id, role }) => [id, role]))).toEqual(
    new Map([
      [olga.id, 'admin'],
      [adam.id, 'owner'],
    ]),
  )
})

test('browsers are listed, signed out one by one or all but this, and a changed password signs out the others', async () => {
  const mia = await arrive('member')
  const [second, third] = [await cookieOf(api, mia.email), await cookieOf(api, mia.email)]
  const list = async (cookie: string) =>
    (
      (await by(cookie)('{ sessions { id isThis address } }')) as {
        data: { sessions: { id: string; isThis: boolean; address: string }[] }
      }
    ).data.sessions
  const sessions = await list(third)
  expect(sessions.map(({ address, isThis }) => [address, isThis])).toEqual([
    ['127.0.0.1', true],
    ['127.0.0.1', false],
    [null, false],
  ])
  const theirs = (await list(await cookieOf(api)))[0]?.id ?? ''
  const REVOKE = change('sessionRevoke', 'SessionRevokeInput')
  expect(await by(third)(REVOKE, { sessionId: theirs })).toMatchObject({
    data: { sessionRevoke: { code: 'NOT_FOUND' } },
  })
  const mine = (await list(second)).find(({ isThis }) => isThis)?.id
  expect(await by(third)(REVOKE, { sessionId: mine })).toEqual(typename('sessionRevoke', 'SessionsRevokedPayload'))
  expect([await by(second)(WHO), (await list(third)).length]).toEqual([{ data: { viewer: null } }, 2])
  expect(await by(third)('mutation { sessionsRevokeOthers { count } }')).toEqual({
    data: { sessionsRevokeOthers: { count: 1 } },
  })
  const fourth = await cookieOf(api, mia.email)
  const PASSWORDS = change('passwordChange', 'PasswordChangeInput')
  expect(await by(third)(PASSWORDS, { current: 'wrong', next: 'an entirely new one' })).toMatchObject({
    data: { passwordChange: { code: 'SIGN_IN_FAILED' } },
  })
  expect(await by(third)(PASSWORDS, { current: PASSWORD, next: 'aaaaaaaaaaaaa' })).toMatchObject({
    data: { passwordChange: { code: 'INVALID_INPUT' } },
  })
  expect(await by(third)(PASSWORDS, { current: PASSWORD, next: 'an entirely new one' })).toEqual(
    typename('passwordChange', 'PasswordChangedPayload'),
  )
  expect([await by(fourth)(WHO), (await list(third)).length, await cookieOf(api, mia.email)]).toEqual([
    { data: { viewer: null } },
    1,
    '',
  ])
})
