import { permissionsOf } from '../../core/access/permission.ts'
import { isAtLeast, type Role } from '../../core/access/role.ts'
import type { SignedIn } from '../../core/access/signedIn.ts'
import { decideTeam, type TeamCommand, type TeamRefusal } from '../../core/access/team.ts'
import type { Team } from '../../core/ports/team.ts'
import type { PersonId } from '../../core/shared/ids.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'
import { isName, MAX_TEXT } from './inputs.ts'

type Tools = { readonly team: Team }

/** Changes the people of the caller's tenant. The caller's own role counts as it is then, not as it was when the request came in. */
export const changeTeam =
  ({ team }: Tools) =>
  (signedIn: SignedIn, command: TeamCommand): Promise<Result<null, TeamRefusal>> =>
    team.change<TeamRefusal>(signedIn.tenantId, members => {
      const own = members.find(({ personId }) => personId === signedIn.personId)
      if (own?.isActive !== true) return refuse({ code: 'not-found' })
      if (command.type !== 'leave' && !permissionsOf(own.role).includes('team:write'))
        return refuse({ code: 'above-you' })
      return decideTeam(command, own, members)
    })

export type NameRefusal = {
  readonly code: 'invalid' | 'above-you'
  readonly message: string
  readonly path: 'name' | 'role'
}

const badName: NameRefusal = { code: 'invalid', message: `Give a name of 1 to ${MAX_TEXT} characters.`, path: 'name' }

/** Makes somebody for programs: without address or password, so that only its keys come in. */
export const addServiceAccount =
  ({ team }: Tools) =>
  async (
    signedIn: SignedIn,
    { name, role }: { readonly name: string; readonly role: Role },
  ): Promise<Result<PersonId, NameRefusal>> => {
    if (!isName(name)) return refuse(badName)
    if (role === 'owner' || !isAtLeast(signedIn.role, role)) {
      return refuse({
        code: 'above-you',
        message: 'A service account may be up to an admin, and no more than you are.',
        path: 'role',
      })
    }
    return ok(await team.addServiceAccount(signedIn.tenantId, { name: name.trim(), role }))
  }

/** Changes what the caller is called in this tenant. */
export const renameSelf =
  ({ team }: Tools) =>
  async ({ tenantId, personId }: SignedIn, name: string): Promise<Result<null, NameRefusal>> => {
    if (!isName(name)) return refuse(badName)
    return ok((await team.rename(tenantId, personId, name.trim()), null))
  }

/** Changes what the tenant is called. */
export const renameTenant =
  ({ team }: Tools) =>
  async ({ tenantId }: SignedIn, name: string): Promise<Result<null, NameRefusal>> => {
    if (!isName(name)) return refuse(badName)
    return ok((await team.renameTenant(tenantId, name.trim()), null))
  }

/** Whether what the caller is told goes to them by mail as well. */
export const setNoticeMails =
  ({ team }: Tools) =>
  ({ tenantId, personId }: SignedIn, wanted: boolean): Promise<void> =>
    team.setNoticeMails(tenantId, personId, wanted)
