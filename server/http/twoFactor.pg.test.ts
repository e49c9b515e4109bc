import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookieOf, PASSWORD, post, startApi, startSeededApi } from '../testing/httpServer.ts'
import { seedPerson } from '../testing/tenantSeed.ts'

let api: Awaited<ReturnType<typeof startSeededApi>>
let other: Awaited<ReturnType<typeof startApi>>
beforeAll(async () => {
  api = await startSeededApi()
  other = await startApi(api.url)
})
afterAll(async () => {
  await other.close()
  await api.close()
})

let count = 0
const newPerson = async (tenantId: string = api.tenant.tenantId, role: 'member' | 'owner' = 'member') => {
  const email = `eve${(count += 1)}@example.com`
  const { id } = await seedPerson(api.db, {
    tenantId,
    email,
    name: 'Eve',
    role,
    passwordHash: await api.passwords.hash(PASSWORD),
  })
  return { email, id }
}

const operation = (name: string, input: string, fields = '') =>
  `mutation($input: ${input}!) { ${name}(input: $input) { __typename ... on UserError { code path } ${fields} } }`
const SIGN_IN = operation('signIn', 'SignInInput', '... on SecondFactorNeeded { challenge enrolment { secret uri } }')
const CONFIRM = operation(
  'signInConfirm',
  'SignInConfirmInput',
  '... on SignInConfirmPayload { recoveryCodes viewer { role } }',
)

type Answer = Readonly<
  Record<
    string,
    {
      __typename: string
      code?: string
      challenge?: string
      enrolment?: { secret: string; uri: string } | null
      recoveryCodes?: string[] | null
    }
  >
>
const run = async (
  query: string,
  input: object,
  { cookie = '', at = api }: { cookie?: string; at?: Pick<typeof api, 'origin'> } = {},
) => {
  const { body, headers } = await post(at, query, { variables: { input }, headers: { cookie } })
  const [answer] = Object.values((body as { data: Answer }).data)
  return { answer: answer ?? { __typename: '' }, cookie: headers.getSetCookie()[0]?.split(';')[0] ?? null }
}

/** The code that an authenticator app shows, `steps` half minutes from now. */
const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 })

const enrol = async (cookie: string) => {
  const { answer } = await run(
    operation('twoFactorEnrol', 'TwoFactorInput', '... on TwoFactorEnrolPayload { enrolment { secret uri } }'),
    { password: PASSWORD },
    { cookie },
  )
  const { secret = '' } = answer.enrolment ?? {}
  const confirmed = await run(
    operation('twoFactorConfirm', 'TwoFactorConfirmInput', '... on RecoveryCodesPayload { recoveryCodes }'),
    { code: codeOf(secret) },
    { cookie },
  )
  return { secret, uri: answer.enrolment?.uri, codes: confirmed.answer.recoveryCodes ?? [] }
}
const enrolled = async () => {
  const person = await newPerson()
  return { ...person, ...(await enrol(await cookieOf(api, person.email))) }
}
const challenge = async (email: string) => (await run(SIGN_IN, { email, password: PASSWORD })).answer.challenge ?? ''
const wrong = { __typename: 'InputError', code: 'SIGN_IN_FAILED', path: ['code'] }

test('once set up, the password alone opens nothing; the next code of the app does', async () => {
  const { email, secret, uri, codes } = await enrolled()
  expect(uri).toMatch(
    new RegExp(
      `^otpauth://totp/Dataing:${encodeURIComponent(email)}\\?issuer=Dataing&secret=${secret}&algorithm=SHA1&digits=6&period=30$`,
    ),
  )
  expect([codes.length, new Set(codes).size]).toEqual([10, 10])
  const { answer, cookie } = await run(SIGN_IN, { email, password: PASSWORD })
  expect([answer, cookie]).toEqual([
    {
      __typename: 'SecondFactorNeeded',
      code: 'SECOND_FACTOR_NEEDED',
      path: null,
      challenge: answer.challenge,
      enrolment: null,
    },
    null,
  ])
  const confirmed = await run(CONFIRM, { challenge: answer.challenge, code: codeOf(secret, 1) })
  expect(confirmed.answer).toEqual({
    __typename: 'SignInConfirmPayload',
    recoveryCodes: null,
    viewer: { role: 'MEMBER' },
  })
  expect((await post(api, '{ viewer { role } }', { headers: { cookie: confirmed.cookie ?? '' } })).body).toEqual({
    data: { viewer: { role: 'MEMBER' } },
  })
})

test('a code that was used is refused, on every process, and so are older ones; racing sign-ins share it once', async () => {
  const { email, secret } = await enrolled()
  const used = codeOf(secret)
  expect((await run(CONFIRM, { challenge: await challenge(email), code: used })).answer).toEqual(wrong)
  expect((await run(CONFIRM, { challenge: await challenge(email), code: codeOf(secret, -1) })).answer).toEqual(wrong)
  const next = { challenge: await challenge(email), code: codeOf(secret, 1) }
  const answers = await Promise.all([run(CONFIRM, next), run(CONFIRM, next, { at: other }), run(CONFIRM, next)])
  expect(answers.filter(({ cookie }) => cookie !== null)).toHaveLength(1)
  expect(answers.filter(({ answer }) => answer.__typename === 'InputError')).toHaveLength(2)
})

test('a recovery code stands in once, however it is typed', async () => {
  const { email, codes } = await enrolled()
  const typed = (codes[0] ?? '').toLowerCase().replaceAll('-', ' ')
  expect((await run(CONFIRM, { challenge: await challenge(email), code: typed })).answer.__typename).toBe(
    'SignInConfirmPayload',
  )
  expect((await run(CONFIRM, { challenge: await challenge(email), code: codes[0] })).answer).toEqual(wrong)
  const stored = JSON.stringify([await api.db.recoveryCode.findMany(), await api.db.auditEntry.findMany()])
  expect(codes.filter(code => stored.includes(code) || stored.includes(code.replaceAll('-', '')))).toEqual([])
})

test('guessing codes slows down, also over many challenges, and a made-up or old challenge opens nothing', async () => {
  const { email, secret } = await enrolled()
  const tryCodes = async (typed: readonly string[]) => {
    const asked = await challenge(email)
    const told = []
    for (const code of typed) told.push((await run(CONFIRM, { challenge: asked, code })).answer.code)
    return told
  }
  expect(await tryCodes(['000000', '000000', '000000'])).toEqual(Array<string>(3).fill('SIGN_IN_FAILED'))
  expect(await tryCodes(['000000', '000000', '000000', codeOf(secret, 1)])).toEqual([
    'SIGN_IN_FAILED',
    'SIGN_IN_FAILED',
    'TOO_MANY_TRIES',
    'TOO_MANY_TRIES',
  ])
  expect((await run(CONFIRM, { challenge: 'made-up', code: codeOf(secret, 1) })).answer).toEqual({
    __typename: 'InputError',
    code: 'NOT_FOUND',
    path: ['challenge'],
  })
  const late = await enrolled()
  const old = await challenge(late.email)
  await api.db.signInChallenge.updateMany({
    where: { personId: late.id },
    data: { expiresAt: new Date(Date.now() - 1) },
  })
  expect((await run(CONFIRM, { challenge: old, code: codeOf(late.secret, 1) })).answer.code).toBe('NOT_FOUND')
})

test('it is set up and taken away with the password only, and its secret is stored sealed', async () => {
  const { email } = await newPerson()
  const cookie = await cookieOf(api, email)
  const refused = await run(operation('twoFactorEnrol', 'TwoFactorInput'), { password: 'wrong' }, { cookie })
  expect(refused.answer).toEqual({ __typename: 'InputError', code: 'SIGN_IN_FAILED', path: ['password'] })
  const { secret } = await enrol(cookie)
  expect(
    (await run(operation('twoFactorEnrol', 'TwoFactorInput'), { password: PASSWORD }, { cookie })).answer.code,
  ).toBe('CONFLICT')
  const account = await api.db.account.findUniqueOrThrow({ where: { email } })
  expect(Buffer.from(account.totpSecret ?? []).toString('latin1')).not.toContain(secret)
  const remove = (password: string) => run(operation('twoFactorRemove', 'TwoFactorInput'), { password }, { cookie })
  expect((await remove('wrong')).answer.code).toBe('SIGN_IN_FAILED')
  expect((await remove(PASSWORD)).answer.__typename).toBe('TwoFactorRemovedPayload')
  expect((await run(SIGN_IN, { email, password: PASSWORD })).answer.__typename).toBe('SignInPayload')
  expect(await api.db.recoveryCode.count({ where: { accountId: account.id } })).toBe(0)
})

const SECURITY = operation(
  'securityChange',
  'SecurityChangeInput',
  '... on SecurityChangePayload { security { version idleMinutes sessionDays twoFactorRequired } }',
)
const settings = { expectedVersion: 0, idleMinutes: 480, sessionDays: 7, twoFactorRequired: true }
const newTenant = async () => (await api.db.tenant.create({ data: { name: `Tenant ${count}` } })).id

test('a workspace that asks for it signs out who came without, lets nobody in before it is set up, and lets nobody drop it', async () => {
  const tenantId = await newTenant()
  const [boss, bob] = [await newPerson(tenantId, 'owner'), await newPerson(tenantId)]
  const [bossCookie, bobCookie] = [await cookieOf(api, boss.email), await cookieOf(api, bob.email)]
  const { answer } = await run(SECURITY, settings, { cookie: bossCookie })
  expect(answer).toEqual({
    __typename: 'SecurityChangePayload',
    security: { version: 1, idleMinutes: 480, sessionDays: 7, twoFactorRequired: true },
  })
  expect((await run(SECURITY, settings, { cookie: bossCookie })).answer).toEqual({
    __typename: 'ConflictError',
    code: 'CONFLICT',
    path: ['expectedVersion'],
  })
  expect((await post(api, '{ viewer { role } }', { headers: { cookie: bobCookie } })).body).toEqual({
    data: { viewer: null },
  })
  const needed = (await run(SIGN_IN, { email: bob.email, password: PASSWORD })).answer
  const secret = needed.enrolment?.secret ?? ''
  const set = await run(CONFIRM, { challenge: needed.challenge, code: codeOf(secret) })
  expect(set.answer.recoveryCodes).toHaveLength(10)
  expect(
    (await run(operation('twoFactorRemove', 'TwoFactorInput'), { password: PASSWORD }, { cookie: set.cookie ?? '' }))
      .answer.code,
  ).toBe('NOT_ALLOWED')
  expect((await run(SIGN_IN, { email: bob.email, password: PASSWORD })).answer.enrolment).toBeNull()
})

test('nobody slips into such a workspace by switching to it, until they have shown a second factor', async () => {
  const tenantId = await newTenant()
  const bob = await newPerson()
  const account = await api.db.account.findUniqueOrThrow({ where: { email: bob.email } })
  await api.db.person.create({
    data: { tenantId, accountId: account.id, email: bob.email, name: 'Bob', role: 'member' },
  })
  await api.db.tenantSecurity.create({
    data: { tenantId, idleMinutes: 60, sessionDays: 1, twoFactorRequired: true, version: 1 },
  })
  const cookie = await cookieOf(api, bob.email)
  const to = { tenantId: Buffer.from(`Tenant:${tenantId}`).toString('base64') }
  const SWITCH = operation('tenantSwitch', 'TenantSwitchInput')
  expect((await run(SWITCH, to, { cookie })).answer).toEqual({
    __typename: 'InputError',
    code: 'SECOND_FACTOR_NEEDED',
    path: ['tenantId'],
  })
  await enrol(cookie)
  const switched = await run(SWITCH, to, { cookie })
  expect(switched.answer.__typename).toBe('SignInPayload')
  const [session] = await api.db.session.findMany({ where: { tenantId } })
  expect(session).toMatchObject({ idleMinutes: 60, proof: 'two-factor' })
  expect((session?.expiresAt.getTime() ?? 0) - (session?.createdAt.getTime() ?? 0)).toBe(24 * 3_600_000)
})

test('shorter sessions hold for those that are open', async () => {
  const tenantId = await newTenant()
  const [boss, bob] = [await newPerson(tenantId, 'owner'), await newPerson(tenantId)]
  const [cookie, bobCookie] = [await cookieOf(api, boss.email), await cookieOf(api, bob.email)]
  const change = async (idleMinutes: number, expectedVersion: number) => {
    await api.db.session.updateMany({
      where: { personId: bob.id },
      data: { lastUsedAt: new Date(Date.now() - 20 * 60_000) },
    })
    const { answer } = await run(
      SECURITY,
      { ...settings, expectedVersion, twoFactorRequired: false, idleMinutes },
      { cookie },
    )
    return answer.__typename
  }
  const roleOf = async (of: string) => (await post(api, '{ viewer { role } }', { headers: { cookie: of } })).body
  expect([await change(30, 0), await roleOf(bobCookie)]).toEqual([
    'SecurityChangePayload',
    { data: { viewer: { role: 'MEMBER' } } },
  ])
  expect([await change(10, 1), await roleOf(bobCookie)]).toEqual(['SecurityChangePayload', { data: { viewer: null } }])
  expect(await roleOf(cookie)).toEqual({ data: { viewer: { role: 'OWNER' } } })
})
