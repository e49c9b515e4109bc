// What a directory outside (SCIM) may do: the same as an admin by hand, by the same rules.
import { decideTeam, type TeamRefusal } from '../../core/access/team.ts'
import type { SignedIn } from '../../core/access/signedIn.ts'
import type { Directory, DirectoryPerson, DirectoryRefusal } from '../../core/ports/directory.ts'
import type { Team } from '../../core/ports/team.ts'
import type { TeamEditRefusal, Teams } from '../../core/ports/teams.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { emailOf, isName } from './inputs.ts'

export type ProvisionTools = {
  readonly directory: Directory
  readonly team: Pick<Team, 'change'>
  readonly teams: Teams
}

export type ProvisionRefusal =
  | DirectoryRefusal
  | TeamRefusal
  | TeamEditRefusal
  | { readonly code: 'invalid'; readonly path: 'userName' | 'displayName' }

type PersonInput = Pick<DirectoryPerson, 'email' | 'name' | 'externalId' | 'isActive'>

export const provision = ({ directory, team, teams }: ProvisionTools) => {
  const decide = (
    { tenantId, personId, role }: SignedIn,
    type: 'deactivate' | 'reactivate' | 'remove',
    wanted: string,
  ): Promise<Result<null, ProvisionRefusal>> =>
    team.change(tenantId, all => decideTeam({ type, personId: wanted }, { personId, role }, all))
  const edit = async (
    signedIn: SignedIn,
    id: string,
    { isActive, ...to }: Partial<PersonInput>,
  ): Promise<Result<null, ProvisionRefusal>> => {
    const before = await directory.find(signedIn.tenantId, id)
    if (before === null) return refuse({ code: 'not-found' })
    const email = to.email === undefined ? undefined : emailOf(to.email)
    if (email === null) return refuse({ code: 'invalid', path: 'userName' })
    if (to.name !== undefined && !isName(to.name)) return refuse({ code: 'invalid', path: 'displayName' })
    if (Object.keys(to).length > 0) {
      const changed = await directory.change(
        { tenantId: signedIn.tenantId, personId: id, by: signedIn.role },
        { ...to, ...(email !== undefined && { email }) },
      )
      if (!changed.ok) return changed
    }
    return isActive === undefined || isActive === before.isActive
      ? ok(null)
      : decide(signedIn, isActive ? 'reactivate' : 'deactivate', id)
  }
  return {
    people: {
      find: ({ tenantId }: SignedIn, id: string) => directory.find(tenantId, id),
      list: ({ tenantId }: SignedIn, page: Parameters<Directory['list']>[1]) => directory.list(tenantId, page),
      async add({ tenantId }: SignedIn, person: PersonInput): Promise<Result<string, ProvisionRefusal>> {
        const email = emailOf(person.email)
        if (email === null) return refuse({ code: 'invalid', path: 'userName' })
        if (!isName(person.name)) return refuse({ code: 'invalid', path: 'displayName' })
        return directory.add(tenantId, { ...person, email, name: person.name.trim() })
      },
      edit,
      remove: async (signedIn: SignedIn, id: string): Promise<Result<null, ProvisionRefusal>> =>
        (await directory.find(signedIn.tenantId, id)) === null
          ? refuse({ code: 'not-found' })
          : decide(signedIn, 'remove', id),
    },
    teams: {
      find: ({ tenantId }: SignedIn, id: string) => teams.find(tenantId, id),
      list: ({ tenantId }: SignedIn, page: Parameters<Teams['list']>[1]) => teams.list(tenantId, page),
      async make(
        { tenantId }: SignedIn,
        made: Parameters<Teams['make']>[1],
      ): Promise<Result<string, ProvisionRefusal>> {
        return isName(made.name)
          ? teams.make(tenantId, { ...made, name: made.name.trim() })
          : refuse({ code: 'invalid', path: 'displayName' })
      },
      async edit(
        { tenantId }: SignedIn,
        id: string,
        to: Parameters<Teams['edit']>[2],
      ): Promise<Result<null, ProvisionRefusal>> {
        return to.name === undefined || isName(to.name)
          ? teams.edit(tenantId, id, to)
          : refuse({ code: 'invalid', path: 'displayName' })
      },
      remove: ({ tenantId }: SignedIn, id: string) => teams.remove(tenantId, id),
    },
  }
}

export type Provisioning = ReturnType<typeof provision>
