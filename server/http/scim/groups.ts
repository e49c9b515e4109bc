import { z } from 'zod'
import type { Provisioning } from '../../app/access/provision.ts'
import type { SignedIn } from '../../core/access/signedIn.ts'
import type { KnownTeam, TeamEdit } from '../../core/ports/teams.ts'
import { operationsOf, valueOf, type PatchOperation } from './patch.ts'
import { filterOf, listOf, pageOf } from './query.ts'
import type { Resource } from './resource.ts'
import { notFound, refusedBy, ScimError } from './scimError.ts'

const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group'

const members = z.array(z.object({ value: z.string() })).transform(all => all.map(({ value }) => value))
const group = z.object({
  displayName: z.string(),
  externalId: z.string().max(200).nullish(),
  members: members.optional(),
})

const read = (body: unknown) => {
  const parsed = group.safeParse(body)
  if (!parsed.success) throw new ScimError(400, 'This is no Group: it needs a displayName.', 'invalidValue')
  return {
    name: parsed.data.displayName,
    externalId: parsed.data.externalId ?? null,
    members: parsed.data.members ?? [],
  }
}

const shown = ({ id, name, externalId, members: people }: KnownTeam) => ({
  schemas: [SCHEMA],
  id,
  displayName: name,
  ...(externalId !== null && { externalId }),
  members: people.map(person => ({
    value: person.personId,
    display: person.name,
    $ref: `/scim/v2/Users/${person.personId}`,
  })),
  meta: { resourceType: 'Group', location: `/scim/v2/Groups/${id}` },
})

/** What an operation changes. `members[value eq "…"]` names one to remove. */
const editOf = ({ op, path, value }: PatchOperation): TeamEdit => {
  const one = /^members\[value eq "([^"]+)"\]$/i.exec(path)?.[1]
  if (one !== undefined && op === 'remove') return { remove: [one] }
  switch (path.toLowerCase()) {
    case 'displayname':
      return { name: valueOf(z.string(), value, path) }
    case 'externalid':
      return { externalId: op === 'remove' ? null : valueOf(z.string().max(200), value, path) }
    case 'members': {
      if (op === 'remove' && (value === undefined || value === null)) return { members: [] }
      const named = valueOf(members, value, path)
      return op === 'add' ? { add: named } : op === 'remove' ? { remove: named } : { members: named }
    }
    default:
      return {}
  }
}

export const groupsResource = ({ teams }: Pick<Provisioning, 'teams'>): Resource => {
  const get = async (signedIn: SignedIn, id: string) => {
    const found = await teams.find(signedIn, id)
    if (found === null) throw notFound()
    return shown(found)
  }
  const edit = async (signedIn: SignedIn, id: string, to: TeamEdit) => {
    const edited = await teams.edit(signedIn, id, to)
    if (!edited.ok) throw refusedBy(edited.problem)
  }
  return {
    get,
    async list(signedIn, asked) {
      const page = pageOf(asked)
      const found = await teams.list(signedIn, { name: filterOf(asked, ['displayName']).displayName, ...page })
      return listOf(found.teams.map(shown), { total: found.total, ...page })
    },
    async make(signedIn, body) {
      const made = await teams.make(signedIn, read(body))
      if (!made.ok) throw refusedBy(made.problem)
      return get(signedIn, made.value)
    },
    async replace(signedIn, id, body) {
      await edit(signedIn, id, read(body))
      return get(signedIn, id)
    },
    async patch(signedIn, id, body) {
      for (const operation of operationsOf(body)) await edit(signedIn, id, editOf(operation))
      return get(signedIn, id)
    },
    async remove(signedIn, id) {
      if (!(await teams.remove(signedIn, id))) throw notFound()
    },
  }
}
