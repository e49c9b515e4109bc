import { afterAll, beforeAll, expect, test } from 'vitest'
import { cookieOf, PASSWORD, post, startApi, startSeededApi } from '../testing/httpServer.ts'
import { seedPerson } from '../testing/tenantSeed.ts'

let api: Awaited<ReturnType<typeof startSeededApi>>
let other: Awaited<ReturnType<typeof startApi>>
beforeAll(async () => {
  api = await startSeededApi({ sendsMail: true })
  other = await startApi(api.url)
})
afterAll(async () => {
  await other.close()
  await api.close()
})

const ASK = `mutation($input: PasswordResetAskInput!) { passwordResetAsk(input: $input) { __typename ... on UserError { code path } } }`
const RESET = `mutation($input: PasswordResetInput!) { passwordReset(input: $input) { __typename ... on UserError { code path } } }`
const SIGN_IN = 'mutation($input: SignInInput!) { signIn(input: $input) { __typename } }'
const NEW = 'seven quiet otters'

const ask = async (email: string, at: Pick<typeof api, 'origin'> = api) =>
  (await post(at, ASK, { variables: { input: { email } } })).body
const reset = async (token: string, password = NEW) =>
  (await post(api, RESET, { variables: { input: { token, password } } })).body
const signsIn = async (email: string, password: string) =>
  (await post(api, SIGN_IN, { variables: { input: { email, password } } })).body
const asked = { data: { passwordResetAsk: { __typename: 'PasswordResetAskedPayload' } } }
const done = { data: { passwordReset: { __typename: 'PasswordResetPayload' } } }
const gone = { data: { passwordReset: { __typename: 'InputError', code: 'NOT_FOUND', path: ['token'] } } }

let count = 0
const newPerson = async () => {
  const email = `eve${(count += 1)}@example.com`
  await seedPerson(api.db, {
    tenantId: api.tenant.tenantId,
    email,
    name: 'Eve',
    role: 'member',
    passwordHash: await api.passwords.hash(PASSWORD),
  })
  return email
}

/** The secret of the link that is mailed to this address next. */
const mailedTo = async (email: string): Promise<string> => {
  for (;;) {
    const mail = api.identity.posted.findLast(({ to, text }) => to === email && text.includes('#'))
    const token = mail && /https:\/\/dataing\.example\/new-password#([\w-]{43})/.exec(mail.text)?.[1]
    // It is written inside the transaction, and good once that is through.
    if (token && (await api.identity.passwordResets.find(token)) !== null) return token
    await new Promise(setImmediate)
  }
}

test('a mailed link sets a new password, once, and ends every session', async () => {
  const email = await newPerson()
  const cookies = [await cookieOf(api, email), await cookieOf(api, email)]
  expect(await ask(` ${email.toUpperCase()} `)).toEqual(asked)
  const token = await mailedTo(email)
  expect(await reset(token, 'short')).toEqual({
    data: { passwordReset: { __typename: 'InputError', code: 'INVALID_INPUT', path: ['password'] } },
  })
  const answers = await Promise.all([reset(token), reset(token), reset(token)])
  expect(answers.filter(answer => JSON.stringify(answer) === JSON.stringify(done))).toHaveLength(1)
  expect(answers.filter(answer => JSON.stringify(answer) === JSON.stringify(gone))).toHaveLength(2)
  for (const cookie of cookies)
    expect((await post(api, '{ viewer { role } }', { headers: { cookie } })).body).toEqual({ data: { viewer: null } })
  expect(await signsIn(email, NEW)).toEqual({ data: { signIn: { __typename: 'SignInPayload' } } })
  expect(await signsIn(email, PASSWORD)).toEqual({ data: { signIn: { __typename: 'InputError' } } })
  expect(await api.db.auditEntry.count({ where: { action: 'passwordReset', subjectName: 'Eve' } })).toBe(1)
  expect(api.identity.posted.at(-1)).toMatchObject({ to: email, subject: 'Your password for Dataing was changed' })
})

test('a link that is too old, was replaced, or was made up sets nothing; its secret is stored nowhere', async () => {
  const email = await newPerson()
  await ask(email)
  const replaced = await mailedTo(email)
  api.identity.posted.length = 0
  await ask(email)
  const old = await mailedTo(email)
  expect(old).not.toBe(replaced)
  expect(JSON.stringify([await api.db.passwordReset.findMany(), await api.db.auditEntry.findMany()])).not.toContain(old)
  await api.db.passwordReset.updateMany({ data: { expiresAt: new Date(Date.now() - 1) } })
  for (const token of [replaced, old, 'made-up', '']) expect(await reset(token)).toEqual(gone)
  expect(await signsIn(email, PASSWORD)).toEqual({ data: { signIn: { __typename: 'SignInPayload' } } })
})

test('an address without an account gets the same answer, and no mail; so does one that signs in elsewhere', async () => {
  const known = await newPerson()
  await seedPerson(api.db, {
    tenantId: api.tenant.tenantId,
    email: 'sso@example.com',
    name: 'Sue',
    role: 'member',
    passwordHash: null,
  })
  const before = api.identity.posted.length
  expect([await ask('nobody@example.com'), await ask('sso@example.com'), await ask(known)]).toEqual([
    asked,
    asked,
    asked,
  ])
  await mailedTo(known)
  expect(api.identity.posted.slice(before).map(({ to }) => to)).toEqual([known])
})

test('asking too often is refused, for accounts and for none alike', async () => {
  const known = await newPerson()
  const codes = async (email: string) => {
    const answers = []
    for (let index = 0; index < 6; index += 1) answers.push(JSON.stringify(await ask(email)).includes('TOO_MANY_TRIES'))
    return answers
  }
  expect(await codes(known)).toEqual(await codes('nobody-at-all@example.com'))
  expect(await ask(known)).toMatchObject({ data: { passwordResetAsk: { code: 'TOO_MANY_TRIES' } } })
})

test('without a mail server it says so at once', async () => {
  expect(await ask('ada@example.com', other)).toEqual({
    data: { passwordResetAsk: { __typename: 'InputError', code: 'INVALID_INPUT', path: ['email'] } },
  })
  const options = async (at: Pick<typeof api, 'origin'>) => (await post(at, '{ signInOptions { sendsMail } }')).body
  expect([await options(api), await options(other)]).toEqual([
    { data: { signInOptions: { sendsMail: true } } },
    { data: { signInOptions: { sendsMail: false } } },
  ])
})

test('an invitation is mailed with its link where mail is sent, and is only shown where not', async () => {
  const INVITE =
    'mutation($input: InvitationMakeInput!) { invitationMake(input: $input) { ... on InvitationMadePayload { link isMailed } } }'
  const invite = async (at: Pick<typeof api, 'origin'>) =>
    (
      await post(at, INVITE, {
        variables: { input: { email: 'new@example.com', role: 'VIEWER' } },
        headers: { cookie: await cookieOf(api) },
      })
    ).body
  expect(await invite(other)).toMatchObject({ data: { invitationMake: { isMailed: false } } })
  const mailed = (await invite(api)) as { data: { invitationMake: { link: string; isMailed: boolean } } }
  expect(mailed.data.invitationMake.isMailed).toBe(true)
  expect(api.identity.posted.at(-1)).toMatchObject({ to: 'new@example.com' })
  expect(api.identity.posted.at(-1)?.text).toContain(`https://dataing.example${mailed.data.invitationMake.link}\n`)
})
