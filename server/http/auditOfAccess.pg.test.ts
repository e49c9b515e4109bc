// Every change of people, keys and sign-in writes its lines into the trail, no more and no fewer, and none holds a secret. A new mutation without a line here fails.
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTextRecords } from '../adapters/dns/textRecords.ts'
import { asId, type PersonId } from '../core/shared/ids.ts'
import { printGlobalId } from '../graphql/globalId.ts'
import { rules } from '../graphql/rules.ts'
import { IS_WORK } from '../testing/auditedMutations.ts'
import { startDnsServer } from '../testing/dnsServer.ts'
import { cookieOf, PASSWORD, post, startSeededApi } from '../testing/httpServer.ts'
import { CHANGES, isWhole, lacking } from '../testing/wholeEntry.ts'
import { seedPerson } from '../testing/tenantSeed.ts'

let dns: Awaited<ReturnType<typeof startDnsServer>>
let api: Awaited<ReturnType<typeof startSeededApi>>
let ada: string
beforeAll(async () => {
  dns = await startDnsServer()
  api = await startSeededApi({
    sendsMail: true,
    signUpOpen: true,
    textRecords: createTextRecords({ servers: [dns.address] }),
  })
  ada = await cookieOf(api)
})
afterAll(async () => {
  await dns.close()
  await api.close()
})

const NEXT = 'seven quiet otters'
const secrets = new Set([PASSWORD, NEXT, 'tell nobody'])
const done = new Set<string>()
const seen = new Set<string>()

/** The actions that came into any trail since it was asked last. */
const news = async () => {
  const entries = await api.db.auditEntry.findMany({ orderBy: [{ at: 'asc' }, { sequence: 'asc' }] })
  const fresh = entries.filter(({ tenantId, sequence }) => !seen.has(`${tenantId} ${sequence}`))
  fresh.forEach(({ tenantId, sequence }) => seen.add(`${tenantId} ${sequence}`))
  return fresh.map(({ action }) => action)
}
type Body = { readonly data: Readonly<Record<string, Readonly<Record<string, unknown>>>> }
type Call = { readonly input?: object; readonly by?: string; readonly fields?: string }

/** Does it, and holds the trail against what it must tell. */
const change = async (name: string, actions: readonly string[], { input, by = ada, fields = '' }: Call = {}) => {
  await news()
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`
  const typeOf: Readonly<Record<string, string>> = {
    PersonDeactivateInput: 'PersonInput',
    PersonReactivateInput: 'PersonInput',
    PersonRemoveInput: 'PersonInput',
    OwnershipTransferInput: 'PersonInput',
    TwoFactorEnrolInput: 'TwoFactorInput',
    TwoFactorRemoveInput: 'TwoFactorInput',
    RecoveryCodesRenewInput: 'TwoFactorInput',
    TenantChangeInput: 'NameInput',
    ProfileChangeInput: 'NameInput',
    NoticeMailsChangeInput: 'NoticeMailsInput',
  }
  const head = input ? `($input: ${typeOf[type] ?? type}!)` : ''
  const { body, headers } = await post(
    api,
    `mutation${head} { ${name}${input ? '(input: $input)' : ''} { __typename ${fields} } }`,
    { variables: { input }, headers: { cookie: by } },
  )
  const answer = (body as Body).data[name] ?? {}
  expect([
    name,
    String(answer['__typename']).endsWith('Payload') || answer['__typename'] === 'SecondFactorNeeded',
  ]).toEqual([name, true])
  expect([name, await news()]).toEqual([name, actions])
  done.add(name)
  return { answer, cookie: headers.getSetCookie()[0]?.split(';')[0] ?? '' }
}
let count = 0
const arrive = async (role: 'viewer' | 'owner' = 'viewer') => {
  const email = `p${(count += 1)}@example.com`
  const { id } = await seedPerson(api.db, {
    tenantId: api.tenant.tenantId,
    role,
    name: email,
    email,
    passwordHash: await api.passwords.hash(PASSWORD),
  })
  const { token } = await api.sessions.open({ tenantId: api.tenant.tenantId, personId: asId<PersonId>(id) })
  return { id, email, personId: printGlobalId('Person', id), cookie: `dataing=${token}` }
}
const mailed = async (page: string) => {
  await expect.poll(() => api.identity.posted.some(({ text }) => text.includes(page))).toBe(true)
  return (
    new RegExp(`${page}#([\\w-]{43})`).exec(
      api.identity.posted.findLast(({ text }) => text.includes(page))?.text ?? '',
    )?.[1] ?? ''
  )
}
const idIn = (answer: object, ...path: readonly string[]) =>
  String(path.reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>>)[name], answer))

test('of the people, the teams and the workspace', async () => {
  await change('tenantChange', ['tenantChanged'], { input: { name: 'Orchard' } })
  await change('profileChange', ['profileChanged'], { input: { name: 'Ada L.' } })
  await change('noticeMailsChange', ['profileChanged'], { input: { wanted: false } })
  const made = await change('teamMake', ['teamMade'], {
    input: { name: 'Desk', personIds: [] },
    fields: '... on TeamPayload { team { id } }',
  })
  const teamId = idIn(made.answer, 'team', 'id')
  await change('teamChange', ['teamChanged'], { input: { teamId, name: 'Desks' } })
  await change('teamRemove', ['teamRemoved'], { input: { teamId } })
  await change('serviceAccountMake', ['serviceAccountMade'], { input: { name: 'CI', role: 'MEMBER' } })
  const { personId } = await arrive()
  await change('personRoleChange', ['roleChanged'], { input: { personId, role: 'OWNER' } })
  await change('personDeactivate', ['personDeactivated'], { input: { personId } })
  await change('personReactivate', ['personReactivated'], { input: { personId } })
  await change('personRemove', ['personRemoved'], { input: { personId } })
  await change('tenantLeave', ['personRemoved'], { by: (await arrive()).cookie })
  const [boss, heir] = [await arrive('owner'), await arrive()]
  await change('ownershipTransfer', ['ownershipTransferred'], { input: { personId: heir.personId }, by: boss.cookie })
})

test('of invitations and keys', async () => {
  const fields = '... on InvitationMadePayload { link invitation { id } }'
  const made = await change('invitationMake', ['personInvited'], {
    input: { email: 'new@example.com', role: 'VIEWER' },
    fields,
  })
  await change('invitationRevoke', ['invitationRevoked'], {
    input: { invitationId: idIn(made.answer, 'invitation', 'id') },
  })
  const again = await change('invitationMake', ['personInvited'], {
    input: { email: 'new@example.com', role: 'VIEWER' },
    fields,
  })
  const token = idIn(again.answer, 'link').replace('/join#', '')
  secrets.add(token)
  await change('invitationAccept', ['personJoined', 'signedIn'], {
    input: { token, name: 'New', password: NEXT },
    by: '',
  })
  const key = await change('apiKeyMake', ['keyMade'], {
    input: { name: 'ci', scopes: ['investigations:read'] },
    fields: '... on ApiKeyMadePayload { key apiKey { id } }',
  })
  secrets.add(idIn(key.answer, 'key'))
  const apiKeyId = idIn(key.answer, 'apiKey', 'id')
  await change('apiKeyRotate', ['keyRotated'], { input: { apiKeyId } })
  await change('apiKeyRevoke', ['keyRevoked'], { input: { apiKeyId } })
})

test('of passwords, sessions and second factors', async () => {
  const bob = await arrive()
  const signed = await change('signIn', ['signedIn'], { input: { email: bob.email, password: PASSWORD }, by: '' })
  await change('passwordChange', ['passwordChanged'], { input: { current: PASSWORD, next: NEXT }, by: signed.cookie })
  await change('passwordResetAsk', [], { input: { email: bob.email }, by: '' })
  const token = await mailed('/new-password')
  secrets.add(token)
  await change('passwordReset', ['passwordReset'], { input: { token, password: PASSWORD }, by: '' })
  const cookie = await cookieOf(api, bob.email)
  const enrolled = await change('twoFactorEnrol', [], {
    input: { password: PASSWORD },
    by: cookie,
    fields: '... on TwoFactorEnrolPayload { enrolment { secret } }',
  })
  const secret = idIn(enrolled.answer, 'enrolment', 'secret')
  secrets.add(secret)
  const code = (steps = 0) =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })
  await change('twoFactorConfirm', ['twoFactorSetUp'], { input: { code: code() }, by: cookie })
  await change('recoveryCodesRenew', ['recoveryCodesRenewed'], { input: { password: PASSWORD }, by: cookie })
  const needed = await change('signIn', [], {
    input: { email: bob.email, password: PASSWORD },
    by: '',
    fields: '... on SecondFactorNeeded { challenge }',
  })
  const confirmed = await change('signInConfirm', ['signedIn'], {
    input: { challenge: idIn(needed.answer, 'challenge'), code: code(1) },
    by: '',
  })
  await change('twoFactorRemove', ['twoFactorRemoved'], { input: { password: PASSWORD }, by: cookie })
  const other = await api.db.session.findFirstOrThrow({ where: { personId: bob.id }, orderBy: { createdAt: 'desc' } })
  await change('sessionRevoke', ['sessionRevoked'], {
    input: { sessionId: printGlobalId('BrowserSession', other.id) },
    by: cookie,
  })
  await api.sessions.open({ tenantId: api.tenant.tenantId, personId: asId<PersonId>(bob.id) })
  await change('sessionsRevokeOthers', ['sessionRevoked'], { by: cookie })
  await change('signOut', ['signedOut'], { by: cookie })
  expect(confirmed.cookie).not.toBe('')
})

test('of other workspaces, and of what sign-ins take', async () => {
  await change('signUpAsk', [], { input: { email: 'grace@one.example' }, by: '' })
  const token = await mailed('/new-workspace')
  secrets.add(token)
  const { cookie } = await change('signUp', ['tenantSetUp', 'signedIn'], {
    input: { token, tenantName: 'Pear', name: 'Grace', password: NEXT },
    by: '',
  })
  const grace = await api.db.person.findFirstOrThrow({ where: { email: 'grace@one.example' } })
  await api.db.person.create({
    data: {
      tenantId: api.tenant.tenantId,
      accountId: grace.accountId,
      email: 'grace@one.example',
      name: 'Grace',
      role: 'viewer',
    },
  })
  await change('tenantSwitch', ['signedIn'], {
    input: { tenantId: printGlobalId('Tenant', api.tenant.tenantId) },
    by: cookie,
  })
  await change('securityChange', ['securityChanged'], {
    input: { expectedVersion: 0, idleMinutes: 60, sessionDays: 7, twoFactorRequired: false },
  })
  const provider = {
    expectedVersion: 0,
    issuer: 'https://login.example.com',
    clientId: 'dataing',
    clientSecret: 'tell nobody',
    domains: ['example.com'],
    defaultRole: 'VIEWER',
  }
  await change('singleSignOnChange', ['ssoChanged'], { input: provider })
  const { proof } = await api.db.ssoDomain.findFirstOrThrow()
  dns.set('_dataing.example.com', [`dataing-verification=${proof}`])
  await change('domainProve', ['ssoChanged'], { input: { domain: 'example.com' } })
  await change('domainProve', [], { input: { domain: 'example.com' } })
  await change('singleSignOnRemove', ['ssoChanged'])
})

test('every mutation is here or is one of the work, and no line holds what let somebody in', async () => {
  expect(Object.keys(rules.Mutation).filter(name => !IS_WORK.test(name) && !done.has(name))).toEqual([])
  const trail = JSON.stringify(await api.db.auditEntry.findMany())
  expect([...secrets].filter(secret => secret === '' || trail.includes(secret))).toEqual([])
})

test('what changed is told with what was before and what is now, what was made or ended with what it is or was', async () => {
  const trail = await api.db.auditEntry.findMany()
  expect(trail.map(lacking).filter(fault => fault !== null)).toEqual([])
  const told = new Set(trail.filter(isWhole).map(({ action }) => action))
  expect(CHANGES.filter(action => trail.some(entry => entry.action === action) && !told.has(action))).toEqual([])
})
