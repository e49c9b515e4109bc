import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Permission } from '../../core/access/permission.ts'
import { asId, type PersonId } from '../../core/shared/ids.ts'
import { cookieOf, PASSWORD, post, startSeededApi } from '../../testing/httpServer.ts'
import { seedPerson } from '../../testing/tenantSeed.ts'

let api: Awaited<ReturnType<typeof startSeededApi>>
let key: string
let foreign: { readonly tenantId: string; readonly key: string; readonly personId: string }

const keyFor = async (tenantId: string, scopes: readonly Permission[]) => {
  const service = await api.db.person.create({ data: { tenantId, kind: 'service', name: 'Directory', role: 'admin' } })
  const owner = { personId: asId<PersonId>(service.id), isService: true, name: 'Directory' }
  return (
    await api.identity.apiKeys.make({
      tenantId: asId(tenantId),
      owner,
      name: 'scim',
      scopes,
      allowedFrom: [],
      expiresAt: new Date(Date.now() + 3_600_000),
    })
  ).token
}

beforeAll(async () => {
  api = await startSeededApi({ sessionCheckMs: 50 })
  key = await keyFor(api.tenant.tenantId, ['scim:write'])
  const { tenantId } = await api.newTenant()
  const { id } = await seedPerson(api.db, {
    tenantId,
    email: 'zoe@elsewhere.example',
    name: 'Zoe',
    role: 'owner',
    passwordHash: null,
  })
  foreign = { tenantId, key: await keyFor(tenantId, ['scim:write']), personId: id }
})
afterAll(() => api.close())

type Asked = { readonly method?: string; readonly body?: unknown; readonly by?: string | null; readonly type?: string }

const scim = async (path: string, { method = 'GET', body, by = key, type = 'application/scim+json' }: Asked = {}) => {
  const response = await fetch(`${api.origin}/scim/v2/${path}`, {
    method,
    headers: {
      ...(by !== null && { authorization: `Bearer ${by}` }),
      ...(body !== undefined && { 'content-type': type }),
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return {
    status: response.status,
    type: response.headers.get('content-type'),
    body: (text === '' ? null : JSON.parse(text)) as Readonly<Record<string, unknown>>,
  }
}
const error = (status: number, scimType?: string) => ({
  status,
  type: 'application/scim+json; charset=utf-8',
  body: {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    status: String(status),
    detail: expect.any(String),
    ...(scimType !== undefined && { scimType }),
  },
})

let count = 0
const newUser = async (more: object = {}) => {
  const userName = `bob${(count += 1)}@example.com`
  const { body } = await scim('Users', {
    method: 'POST',
    body: { userName, displayName: 'Bob', externalId: `ext${count}`, ...more },
  })
  return { id: String(body['id']), userName, body }
}
const patch = (path: string, ...Operations: readonly object[]) =>
  scim(path, { method: 'PATCH', body: { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations } })

test('only a key with the scope comes in: no cookie, no other key, nobody', async () => {
  expect(await scim('Users', { by: null })).toEqual(error(401))
  expect(await scim('Users', { by: 'dtg_nonsense' })).toEqual(error(401))
  expect(await scim('Users', { by: await keyFor(api.tenant.tenantId, ['team:write', 'team:read']) })).toEqual(
    error(403),
  )
  const response = await fetch(`${api.origin}/scim/v2/Users`, { headers: { cookie: await cookieOf(api) } })
  expect(response.status).toBe(401)
  expect((await scim('Users')).status).toBe(200)
})

test('says what it can', async () => {
  expect((await scim('ServiceProviderConfig')).body).toMatchObject({
    patch: { supported: true },
    bulk: { supported: false },
    filter: { supported: true },
  })
  expect((await scim('ResourceTypes')).body).toMatchObject({ totalResults: 2 })
  expect((await scim('Schemas/urn:ietf:params:scim:schemas:core:2.0:User')).body).toMatchObject({ name: 'User' })
})

test('a user is made, found by name in any case and by external id, and paged', async () => {
  const { id, userName, body } = await newUser({
    name: { givenName: 'Bob', familyName: 'Bell' },
    displayName: undefined,
  })
  expect(body).toMatchObject({
    userName,
    displayName: 'Bob Bell',
    active: true,
    meta: { resourceType: 'User', location: `/scim/v2/Users/${id}` },
  })
  const found = (filter: string) => scim(`Users?filter=${encodeURIComponent(filter)}`)
  expect((await found(`userName eq "${userName.toUpperCase()}"`)).body).toMatchObject({
    totalResults: 1,
    startIndex: 1,
    itemsPerPage: 1,
    Resources: [{ id }],
  })
  expect((await found(`externalId Eq "ext${count}"`)).body).toMatchObject({ totalResults: 1, Resources: [{ id }] })
  expect((await found('userName eq "nobody@example.com"')).body).toMatchObject({ totalResults: 0, Resources: [] })
  for (const bad of ['userName co "bob"', 'password eq "x"', 'userName eq bob', 'userName eq "a" or userName eq "b"'])
    expect(await found(bad)).toEqual(error(400, 'invalidFilter'))
  expect((await scim('Users?startIndex=2&count=1')).body).toMatchObject({ startIndex: 2, itemsPerPage: 1 })
  expect(await api.db.person.findUniqueOrThrow({ where: { id }, include: { account: true } })).toMatchObject({
    role: 'viewer',
    account: { passwordHash: null },
  })
})

test('an address that is taken, here or elsewhere, is not taken over', async () => {
  const { userName } = await newUser()
  for (const taken of [userName, 'ada@example.com', 'ZOE@elsewhere.example']) {
    expect(await scim('Users', { method: 'POST', body: { userName: taken } })).toEqual(error(409, 'uniqueness'))
  }
  expect(await scim('Users', { method: 'POST', body: { userName: 'no address' } })).toEqual(error(400, 'invalidValue'))
  expect(await scim('Users', { method: 'POST', body: { displayName: 'x' } })).toEqual(error(400, 'invalidValue'))
  expect(await scim('Users', { method: 'POST', body: '{"userName":' })).toEqual(error(400, 'invalidSyntax'))
  expect(
    await scim('Users', { method: 'POST', body: 'userName=x', type: 'application/x-www-form-urlencoded' }),
  ).toEqual(error(415))
})

test.each([
  ['as the standard has it', [{ op: 'replace', path: 'active', value: false }]],
  ['as Azure sends it', [{ op: 'Replace', path: 'active', value: 'False' }]],
  ['as Okta sends it', [{ op: 'replace', value: { active: false } }]],
])(
  'active=false signs somebody out at once and lets them in no more, %s; active=true lets them in again',
  async (_how, operations) => {
    const email = `eve${(count += 1)}@example.com`
    const { id } = await seedPerson(api.db, {
      tenantId: api.tenant.tenantId,
      email,
      name: 'Eve',
      role: 'member',
      passwordHash: await api.passwords.hash(PASSWORD),
    })
    const cookie = await cookieOf(api, email)
    const viewer = async () => (await post(api, '{ viewer { role } }', { headers: { cookie } })).body
    expect(await viewer()).toEqual({ data: { viewer: { role: 'MEMBER' } } })
    expect((await patch(`Users/${id}`, ...operations)).body).toMatchObject({ id, active: false })
    expect(await viewer()).toEqual({ data: { viewer: null } })
    expect(await cookieOf(api, email)).toBe('')
    expect((await patch(`Users/${id}`, { op: 'replace', path: 'active', value: true })).body).toMatchObject({
      active: true,
    })
    expect(await cookieOf(api, email)).not.toBe('')
  },
)

test('a key reaches no owner, and nothing that is asked besides is given: no role, no password', async () => {
  expect(await patch(`Users/${api.personId}`, { op: 'replace', path: 'active', value: false })).toEqual(error(403))
  expect(await scim(`Users/${api.personId}`, { method: 'DELETE' })).toEqual(error(403))
  for (const to of [
    { userName: 'eve@elsewhere.example' },
    { displayName: 'Eve' },
    { userName: 'eve@elsewhere.example', active: true },
  ]) {
    expect(await patch(`Users/${api.personId}`, { op: 'replace', value: to })).toEqual(error(403))
  }
  expect(
    (await patch(`Users/${api.personId}`, { op: 'replace', value: { userName: 'ada@example.com', externalId: 'a1' } }))
      .body,
  ).toMatchObject({ userName: 'ada@example.com', externalId: 'a1' })
  const { id } = await newUser({
    role: 'owner',
    roles: [{ value: 'owner' }],
    password: 'a fine new password',
    tenantId: foreign.tenantId,
  })
  await patch(`Users/${id}`, { op: 'replace', value: { role: 'owner', password: 'a fine new password' } })
  expect(await api.db.person.findUniqueOrThrow({ where: { id }, include: { account: true } })).toMatchObject({
    role: 'viewer',
    tenantId: api.tenant.tenantId,
    account: { passwordHash: null },
  })
})

test('names and addresses change by PATCH and PUT, and who is deleted is gone', async () => {
  const { id } = await newUser()
  expect(
    (
      await patch(
        `Users/${id}`,
        { op: 'replace', path: 'displayName', value: 'Robert' },
        { op: 'replace', path: 'userName', value: `rob${count}@example.com` },
      )
    ).body,
  ).toMatchObject({ displayName: 'Robert', userName: `rob${count}@example.com` })
  expect(
    (
      await scim(`Users/${id}`, {
        method: 'PUT',
        body: { userName: `rob${count}@example.com`, displayName: 'Rob', active: false },
      })
    ).body,
  ).toMatchObject({ displayName: 'Rob', active: false })
  expect(await patch(`Users/${id}`, { op: 'replace', path: 'active', value: 'perhaps' })).toEqual(
    error(400, 'invalidValue'),
  )
  expect(await patch(`Users/${id}`, { op: 'explode', path: 'active' })).toEqual(error(400, 'invalidSyntax'))
  expect((await scim(`Users/${id}`, { method: 'DELETE' })).status).toBe(204)
  expect(await scim(`Users/${id}`)).toEqual(error(404))
  expect(await api.db.auditEntry.count({ where: { subjectId: id, actorKind: 'key' } })).toBe(5)
})

test('an address that moves takes no link for a new password with it', async () => {
  const email = `mov${(count += 1)}@example.com`
  const { id, accountId } = await seedPerson(api.db, {
    tenantId: api.tenant.tenantId,
    email,
    name: 'Mo',
    role: 'member',
    passwordHash: await api.passwords.hash(PASSWORD),
  })
  await api.identity.passwordResets.make(
    { accountId: asId(accountId ?? ''), personId: asId(id), tenantId: asId(api.tenant.tenantId), passwordHash: null },
    () => [],
  )
  expect((await patch(`Users/${id}`, { op: 'replace', path: 'userName', value: `new${email}` })).status).toBe(200)
  expect(await api.db.passwordReset.count({ where: { accountId: accountId ?? '' } })).toBe(0)
})

test('groups hold people, by every way that directories change them', async () => {
  const [one, two, three] = [await newUser(), await newUser(), await newUser()]
  const made = await scim('Groups', {
    method: 'POST',
    body: { displayName: 'Analysts', externalId: 'g1', members: [{ value: one.id }] },
  })
  const id = String(made.body['id'])
  expect(made).toMatchObject({
    status: 201,
    body: { displayName: 'Analysts', externalId: 'g1', members: [{ value: one.id, display: 'Bob' }] },
  })
  const members = async () =>
    ((await scim(`Groups/${id}`)).body['members'] as readonly { readonly value: string }[]).map(({ value }) => value)
  await patch(`Groups/${id}`, {
    op: 'add',
    path: 'members',
    value: [{ value: two.id }, { value: three.id }, { value: two.id }],
  })
  expect(await members()).toEqual([one.id, two.id, three.id].toSorted())
  await patch(
    `Groups/${id}`,
    { op: 'remove', path: `members[value eq "${one.id}"]` },
    { op: 'remove', path: 'members', value: [{ value: three.id }] },
  )
  expect(await members()).toEqual([two.id])
  await patch(
    `Groups/${id}`,
    { op: 'replace', path: 'members', value: [] },
    { op: 'replace', path: 'displayName', value: 'Heads' },
  )
  expect((await scim(`Groups?filter=${encodeURIComponent('displayName eq "Heads"')}`)).body).toMatchObject({
    totalResults: 1,
    Resources: [{ id, members: [] }],
  })
  expect(await scim('Groups', { method: 'POST', body: { displayName: 'Heads' } })).toEqual(error(409, 'uniqueness'))
  expect(await patch(`Groups/${id}`, { op: 'add', path: 'members', value: [{ value: foreign.personId }] })).toEqual(
    error(400, 'invalidValue'),
  )
  expect([
    await members(),
    (await scim(`Groups/${id}`, { method: 'DELETE' })).status,
    (await scim(`Groups/${id}`)).status,
  ]).toEqual([[], 204, 404])
})

test("another tenant's people and groups are not there, as if they never were", async () => {
  const group = String((await scim('Groups', { method: 'POST', body: { displayName: 'Ours' } })).body['id'])
  const { id } = await newUser()
  const unknown = crypto.randomUUID()
  for (const [kind, ours] of [
    ['Users', id],
    ['Groups', group],
  ] as const) {
    for (const asked of [
      {},
      { method: 'DELETE' },
      { method: 'PATCH', body: { Operations: [{ op: 'replace', path: 'displayName', value: 'Stolen' }] } },
    ]) {
      const answers = [
        await scim(`${kind}/${ours}`, { ...asked, by: foreign.key }),
        await scim(`${kind}/${unknown}`, asked),
        await scim(`${kind}/nonsense`, asked),
      ]
      expect(answers).toEqual([error(404), error(404), error(404)])
    }
    expect((await scim(kind, { by: foreign.key })).body).not.toMatchObject({
      Resources: expect.arrayContaining([expect.objectContaining({ id: ours })]),
    })
    expect((await scim(`${kind}/${ours}`)).status).toBe(200)
  }
})
