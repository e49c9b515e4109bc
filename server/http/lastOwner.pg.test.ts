// A workspace keeps an owner, whichever way the last one goes, and whichever two ways are gone at once by two processes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asId, type PersonId, type TenantId } from '../core/shared/ids.ts'
import { printGlobalId } from '../graphql/globalId.ts'
import { PASSWORD, post, startApi, startSeededApi } from '../testing/httpServer.ts'
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

type At = Pick<typeof api, 'origin'>
type Owner = { readonly id: string; readonly personId: string; readonly cookie: string; readonly key: string }

let count = 0
const newOwner = async (tenantId: TenantId): Promise<Owner> => {
  const email = `owner${(count += 1)}@example.com`
  const { id } = await seedPerson(api.db, { tenantId, role: 'owner', name: email, email, passwordHash })
  const personId = asId<PersonId>(id)
  const { token } = await api.sessions.open({ tenantId, personId })
  const owner = { personId, isService: false, name: email }
  const key = await api.identity.apiKeys.make({
    tenantId,
    owner,
    name: 'scim',
    scopes: ['scim:write'],
    allowedFrom: [],
    expiresAt: new Date(Date.now() + 3_600_000),
  })
  return { id, personId: printGlobalId('Person', id), cookie: `dataing=${token}`, key: key.token }
}
const newTenant = async () =>
  asId<TenantId>((await api.db.tenant.create({ data: { name: `Tenant ${(count += 1)}` } })).id)
const owners = (tenantId: string) => api.db.person.count({ where: { tenantId, role: 'owner', deactivatedAt: null } })

const mutate = async (by: Owner, at: At, call: string) => {
  const { body } = await post(at, `mutation { ${call} { __typename ... on UserError { code } } }`, {
    headers: { cookie: by.cookie },
  })
  return JSON.stringify(body)
}
const scim = async (
  by: Owner,
  at: At,
  { whom, method, body }: { readonly whom: Owner; readonly method: string; readonly body?: object },
) => {
  const response = await fetch(`${at.origin}/scim/v2/Users/${whom.id}`, {
    method,
    headers: { authorization: `Bearer ${by.key}`, 'content-type': 'application/scim+json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  return `${response.status} ${await response.text()}`
}
const inactive = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [{ op: 'replace', value: { active: false } }],
}

/** Each way by which an owner can stop being one: what `by` does, to themselves or to `whom`. */
const ways: Readonly<Record<string, (by: Owner, whom: Owner, at: At) => Promise<string>>> = {
  leave: (by, _whom, at) => mutate(by, at, 'tenantLeave'),
  'step down': (by, _whom, at) =>
    mutate(by, at, `personRoleChange(input: { personId: "${by.personId}", role: VIEWER })`),
  'make somebody less': (by, whom, at) =>
    mutate(by, at, `personRoleChange(input: { personId: "${whom.personId}", role: ADMIN })`),
  remove: (by, whom, at) => mutate(by, at, `personRemove(input: { personId: "${whom.personId}" })`),
  deactivate: (by, whom, at) => mutate(by, at, `personDeactivate(input: { personId: "${whom.personId}" })`),
  'deactivate by a directory': (by, whom, at) => scim(by, at, { whom, method: 'PATCH', body: inactive }),
  'remove by a directory': (by, whom, at) => scim(by, at, { whom, method: 'DELETE' }),
}
const names = Object.keys(ways)
const go = (name: string, [by, whom]: readonly [Owner, Owner], at: At = api) => ways[name]?.(by, whom, at)

test.each(names)('%s: of two owners one goes, and the last one stays', async name => {
  const tenantId = await newTenant()
  const [olga, otto] = [await newOwner(tenantId), await newOwner(tenantId)]
  await go(name, [olga, otto])
  expect(await owners(tenantId)).toBe(1)
  const [last] = await api.db.person.findMany({ where: { tenantId, role: 'owner', deactivatedAt: null } })
  const stays = last?.id === olga.id ? olga : otto
  await go(name, [stays, stays])
  expect(await owners(tenantId)).toBe(1)
})

describe.each(names)('%s', first => {
  test.each(names)('and, at the same time, %s: an owner stays', async second => {
    for (let round = 0; round < 2; round += 1) {
      const tenantId = await newTenant()
      const [olga, otto] = [await newOwner(tenantId), await newOwner(tenantId)]
      await Promise.all([go(first, [olga, otto]), go(second, [otto, olga], other)])
      expect(await owners(tenantId)).toBe(1)
    }
  })
})
