// Attacks that go through more than one door, each with a control that gets in.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { printGlobalId } from '../graphql/globalId.ts'
import { cookieOf, PASSWORD, post, startSeededApi } from '../testing/httpServer.ts'
import { seedPerson } from '../testing/tenantSeed.ts'

let api: Awaited<ReturnType<typeof startSeededApi>>
let cookie: string
beforeAll(async () => {
  api = await startSeededApi({ sendsMail: true })
  cookie = await cookieOf(api)
})
afterAll(() => api.close())

const VIEWER = '{ viewer { person { email } } }'
const nobody = { data: { viewer: null } }
const viewer = async (headers: Readonly<Record<string, string>>) => (await post(api, VIEWER, { headers })).body
const SIGN_IN = 'mutation($input: SignInInput!) { signIn(input: $input) { __typename } }'
const signInWith = (headers: Readonly<Record<string, string>>) =>
  post(api, SIGN_IN, { variables: { input: { email: 'ada@example.com', password: PASSWORD } }, headers })

test("a cookie that somebody planted is worth nothing after the sign-in, whether it was made up or is the attacker's own", async () => {
  await seedPerson(api.db, {
    tenantId: api.tenant.tenantId,
    email: 'mal@example.com',
    name: 'Mal',
    role: 'member',
    passwordHash: await api.passwords.hash(PASSWORD),
  })
  for (const planted of [`dataing=${'A'.repeat(43)}`, await cookieOf(api, 'mal@example.com')]) {
    const { headers } = await signInWith({ cookie: planted })
    const given = headers.getSetCookie()[0]?.split(';')[0] ?? ''
    expect(given).not.toBe(planted)
    expect([await viewer({ cookie: planted }), await viewer({ cookie: given })]).toEqual([
      nobody,
      { data: { viewer: { person: { email: 'ada@example.com' } } } },
    ])
  }
})

test("tokens that are bent, cut, of another kind, or another's hash are nobody", async () => {
  const token = cookie.slice('dataing='.length)
  const { tokenHash, id } = await api.db.session.findFirstOrThrow({
    where: { person: { email: 'ada@example.com' } },
    orderBy: { createdAt: 'desc' },
  })
  const bent = token.replace(/^./, first => (first === 'a' ? 'b' : 'a'))
  for (const forged of [
    bent,
    token.slice(0, -1),
    `${token}A`,
    tokenHash,
    id,
    `${token}%00`,
    '',
    'null',
    'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.',
  ]) {
    expect(await viewer({ cookie: `dataing=${forged}` })).toEqual(nobody)
    expect((await post(api, VIEWER, { headers: { authorization: `Bearer ${forged}`, cookie } })).status).toBe(401)
  }
  expect(await viewer({ cookie })).toEqual({ data: { viewer: { person: { email: 'ada@example.com' } } } })
})

test.each([
  ['profileChange', 'NameInput', { name: 'Ada' }],
  ['passwordResetAsk', 'PasswordResetAskInput', { email: 'ada@example.com' }],
  ['tenantChange', 'NameInput', { name: 'Shop' }],
  ['apiKeyMake', 'ApiKeyMakeInput', { name: 'x', scopes: ['investigations:read'] }],
  ['teamMake', 'TeamMakeInput', { name: 'Heads', personIds: [] }],
])('%s takes what it says and nothing else: no tenant, no person, no role', async (field, type, input) => {
  const run = async (more: object) =>
    (
      await post(api, `mutation($input: ${type}!) { ${field}(input: $input) { __typename } }`, {
        variables: { input: { ...input, ...more } },
        headers: { cookie },
      })
    ).body
  for (const more of [
    { tenantId: api.tenant.tenantId },
    { personId: api.personId },
    { role: 'OWNER' },
    { id: api.personId },
    { __proto__: { role: 'OWNER' }, isOwner: true },
  ]) {
    expect(await run(more)).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] })
  }
  expect(await run({})).toMatchObject({ data: { [field]: { __typename: expect.stringMatching(/Payload$/) } } })
})

test('an id of another tenant and an id of nobody are the same answer, and change nothing', async () => {
  const { tenantId } = await api.newTenant()
  const { id } = await seedPerson(api.db, {
    tenantId,
    email: 'zoe@example.com',
    name: 'Zoe',
    role: 'member',
    passwordHash: null,
  })
  const run = async (personId: string) =>
    (
      await post(
        api,
        'mutation($input: PersonInput!) { personDeactivate(input: $input) { __typename ... on UserError { code message path } } }',
        { variables: { input: { personId } }, headers: { cookie } },
      )
    ).body
  const team = async (personId: string) =>
    (
      await post(
        api,
        'mutation($input: TeamMakeInput!) { teamMake(input: $input) { __typename ... on UserError { code message path } } }',
        {
          variables: { input: { name: `Team of ${personId}`.slice(0, 40), personIds: [personId] } },
          headers: { cookie },
        },
      )
    ).body
  const [foreign, unknown] = [printGlobalId('Person', id), printGlobalId('Person', crypto.randomUUID())]
  expect(await run(foreign)).toEqual(await run(unknown))
  expect(await team(foreign)).toEqual(await team(unknown))
  expect(await api.db.person.findUniqueOrThrow({ where: { id } })).toMatchObject({ deactivatedAt: null })
  expect(await api.db.teamMember.count({ where: { personId: id } })).toBe(0)
})
