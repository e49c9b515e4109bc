import { z } from 'zod'
import type { Provisioning } from '../../app/access/provision.ts'
import type { SignedIn } from '../../core/access/signedIn.ts'
import type { DirectoryPerson } from '../../core/ports/directory.ts'
import { boolean, operationsOf, valueOf, type PatchOperation } from './patch.ts'
import { filterOf, listOf, pageOf } from './query.ts'
import type { Resource } from './resource.ts'
import { notFound, refusedBy, ScimError } from './scimError.ts'

const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User'

const user = z.object({
  userName: z.string(),
  externalId: z.string().max(200).nullish(),
  displayName: z.string().nullish(),
  active: boolean.nullish(),
  name: z
    .object({ formatted: z.string().nullish(), givenName: z.string().nullish(), familyName: z.string().nullish() })
    .nullish(),
})

const nameOf = ({ userName, displayName, name }: z.infer<typeof user>) =>
  [displayName, name?.formatted, [name?.givenName, name?.familyName].filter(Boolean).join(' ')].find(text =>
    text?.trim(),
  ) ?? userName

const read = (body: unknown) => {
  const parsed = user.safeParse(body)
  if (!parsed.success)
    throw new ScimError(400, 'This is no User: it needs a userName, an e-mail address.', 'invalidValue')
  const { userName, externalId, active } = parsed.data
  return { email: userName, name: nameOf(parsed.data), externalId: externalId ?? null, isActive: active ?? true }
}

const shown = ({ personId, email, name, externalId, isActive, createdAt }: DirectoryPerson) => ({
  schemas: [SCHEMA],
  id: personId,
  userName: email,
  displayName: name,
  name: { formatted: name },
  active: isActive,
  emails: [{ value: email, primary: true }],
  ...(externalId !== null && { externalId }),
  meta: { resourceType: 'User', created: createdAt.toISOString(), location: `/scim/v2/Users/${personId}` },
})

type Edit = { email?: string; name?: string; externalId?: string | null; isActive?: boolean }

/** What an operation changes; attributes that we do not keep are let pass, as directories send all they have. */
const editOf = ({ op, path, value }: PatchOperation): Edit => {
  switch (path.toLowerCase()) {
    case 'active':
      return { isActive: op !== 'remove' && valueOf(boolean, value, path) }
    case 'username':
      return { email: valueOf(z.string(), value, path) }
    case 'displayname':
    case 'name.formatted':
      return { name: valueOf(z.string(), value, path) }
    case 'externalid':
      return { externalId: op === 'remove' ? null : valueOf(z.string().max(200), value, path) }
    default:
      return {}
  }
}

export const usersResource = ({ people }: Pick<Provisioning, 'people'>): Resource => {
  const get = async (signedIn: SignedIn, id: string) => {
    const found = await people.find(signedIn, id)
    if (found === null) throw notFound()
    return shown(found)
  }
  const edit = async (signedIn: SignedIn, id: string, to: Edit) => {
    const edited = await people.edit(signedIn, id, to)
    if (!edited.ok) throw refusedBy(edited.problem)
    return get(signedIn, id)
  }
  return {
    get,
    async list(signedIn, asked) {
      const { userName, externalId } = filterOf(asked, ['userName', 'externalId'])
      const page = pageOf(asked)
      const found = await people.list(signedIn, { email: userName, externalId, ...page })
      return listOf(found.people.map(shown), { total: found.total, ...page })
    },
    async make(signedIn, body) {
      const made = await people.add(signedIn, read(body))
      if (!made.ok) throw refusedBy(made.problem)
      return get(signedIn, made.value)
    },
    replace: (signedIn, id, body) => edit(signedIn, id, read(body)),
    patch: (signedIn, id, body) => edit(signedIn, id, Object.assign({}, ...operationsOf(body).map(editOf)) as Edit),
    async remove(signedIn, id) {
      const removed = await people.remove(signedIn, id)
      if (!removed.ok) throw refusedBy(removed.problem)
    },
  }
}
