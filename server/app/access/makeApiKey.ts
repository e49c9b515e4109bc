import { permissionsOf, isPermission, type Permission } from '../../core/access/permission.ts'
import { may, permissionsFor, type SignedIn } from '../../core/access/signedIn.ts'
import type { ApiKeys, KeyOwner, MadeKey } from '../../core/ports/apiKeys.ts'
import type { Team } from '../../core/ports/team.ts'
import type { Teams } from '../../core/ports/teams.ts'
import { ok, refuse, type Result } from '../../core/shared/result.ts'

export type KeyTools = {
  readonly apiKeys: ApiKeys
  readonly team: Pick<Team, 'member'>
  readonly teams: Pick<Teams, 'find'>
  readonly now: () => Date
}

/**
 * `days` is how long it lives; `serviceAccountId` whose it is, null for the caller's own; `allowedFrom` the networks it may be used from, empty for all; `teamId` the
 * team that a service account's investigations are for, null for none in particular.
 */
export type MakeKeyInput = {
  readonly name: string
  readonly scopes: readonly string[]
  readonly days: number
  readonly serviceAccountId: string | null
  readonly allowedFrom: readonly string[]
  readonly teamId: string | null
}

export type MakeKeyRefusal = {
  readonly code: 'invalid' | 'not-found'
  readonly message: string
  readonly path: keyof MakeKeyInput
}

export const MAX_KEY_DAYS = 365
const MAX_NAME = 100
const MAX_RANGES = 50
const DAY_MS = 24 * 3_600_000

/** Makes a key for the caller or for a service account. A key never holds a right that its maker or its owner has not. */
export const makeApiKey =
  ({ apiKeys, team, teams, now }: KeyTools) =>
  async (
    signedIn: SignedIn,
    { name: typed, scopes, days, serviceAccountId, allowedFrom, teamId }: MakeKeyInput,
  ): Promise<Result<MadeKey, MakeKeyRefusal>> => {
    const name = typed.trim()
    if (name === '' || name.length > MAX_NAME)
      return invalid('name', `Give the key a name of 1 to ${MAX_NAME} characters.`)
    if (!Number.isInteger(days) || days < 1 || days > MAX_KEY_DAYS)
      return invalid('days', `A key lives 1 to ${MAX_KEY_DAYS} days.`)
    const owner = serviceAccountId === null ? ownOf(signedIn) : await serviceAccount(team, signedIn, serviceAccountId)
    if (owner === null)
      return refuse({ code: 'not-found', message: 'There is no such service account.', path: 'serviceAccountId' })
    const wanted = [...new Set(scopes)].filter(isPermission)
    if (wanted.length === 0 || wanted.length < new Set(scopes).size)
      return invalid('scopes', 'Choose at least one permission of the table.')
    const tooMuch = wanted.find(scope => !may(signedIn, scope) || !owner.permissions.includes(scope))
    if (tooMuch !== undefined)
      return invalid('scopes', `A key cannot hold ${tooMuch}: you, or the one it is for, may not do that.`)
    if (teamId !== null && !owner.isService)
      return invalid(
        'teamId',
        'Only a key of a service account has a team; yours investigates for the teams that you are in.',
      )
    if (teamId !== null && (await teams.find(signedIn.tenantId, teamId)) === null)
      return refuse({ code: 'not-found', message: 'There is no such team.', path: 'teamId' })
    const ranges = apiKeys.ranges(allowedFrom)
    if (!ranges.ok)
      return invalid(
        'allowedFrom',
        `${JSON.stringify(ranges.problem.typed)} is neither an address nor a network like 203.0.113.0/24.`,
      )
    if (ranges.value.length > MAX_RANGES) return invalid('allowedFrom', `A key takes ${MAX_RANGES} networks at most.`)
    const expiresAt = new Date(now().getTime() + days * DAY_MS)
    return ok(
      await apiKeys.make({
        tenantId: signedIn.tenantId,
        owner,
        name,
        scopes: wanted,
        allowedFrom: ranges.value,
        teamId,
        expiresAt,
      }),
    )
  }

type Owner = KeyOwner & { readonly permissions: readonly Permission[] }

const ownOf = (signedIn: SignedIn): Owner => ({
  personId: signedIn.personId,
  isService: false,
  name: signedIn.name,
  permissions: permissionsFor(signedIn),
})

const serviceAccount = async (team: KeyTools['team'], signedIn: SignedIn, id: string): Promise<Owner | null> => {
  const member = may(signedIn, 'keys:admin') ? await team.member(signedIn.tenantId, id) : null
  return member?.isService === true
    ? { personId: member.personId, isService: true, name: member.name, permissions: permissionsOf(member.role) }
    : null
}

const invalid = (path: keyof MakeKeyInput, message: string) => refuse({ code: 'invalid', path, message } as const)
