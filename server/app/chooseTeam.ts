import type { SignedIn } from '../core/access/signedIn.ts'
import type { NamedTeam, Teams } from '../core/ports/teams.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'

type Tools = { readonly teams: Pick<Teams, 'find' | 'ofPerson'> }
type Caller = Pick<SignedIn, 'tenantId' | 'personId' | 'key'>

/** The teams that somebody may investigate for, by name: those that they are in; with a key that has a team, that one alone. */
export const teamsToChoose =
  ({ teams }: Tools) =>
  async ({ tenantId, personId, key }: Caller): Promise<readonly NamedTeam[]> => {
    const keyTeam = key?.teamId ? await teams.find(tenantId, key.teamId) : null
    return keyTeam ? [keyTeam] : teams.ofPerson(tenantId, personId)
  }

/** The team that a case is for: the wanted one, if the caller may investigate for it; when nothing is said the only one, or none where there are several. */
export const chooseTeam =
  (tools: Tools) =>
  async (caller: Caller, wanted: string | null): Promise<Result<string | null, { readonly code: 'not-found' }>> => {
    const offered = await teamsToChoose(tools)(caller)
    if (wanted === null) return ok(offered.length === 1 ? (offered[0]?.id ?? null) : null)
    return offered.some(({ id }) => id === wanted) ? ok(wanted) : refuse({ code: 'not-found' })
  }
