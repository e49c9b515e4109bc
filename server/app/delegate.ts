import { may, type SignedIn } from '../core/access/signedIn.ts'
import type { Delegations } from '../core/ports/delegations.ts'
import type { Team } from '../core/ports/team.ts'
import { refuse, type Result } from '../core/shared/result.ts'

export type DelegateWish = { readonly delegate: string; readonly from: Date; readonly until: Date }
export type DelegateRefusal = {
  readonly code: 'not-found' | 'not-allowed' | 'conflict' | 'invalid'
  readonly message: string
  readonly path: 'delegateId' | 'from' | 'until' | 'delegationId'
}

const MAX_DAYS = 366
const DAY_MS = 86_400_000

type Tools = { readonly delegations: Delegations; readonly team: Pick<Team, 'member'>; readonly now: () => Date }

const no = (code: DelegateRefusal['code'], path: DelegateRefusal['path'], message: string) =>
  refuse({ code, path, message } as const)

/** Lets somebody decide for the caller while the caller is away. Answers its id. */
export const makeDelegation =
  ({ delegations, team, now }: Tools) =>
  async (by: SignedIn, { delegate, from, until }: DelegateWish): Promise<Result<string, DelegateRefusal>> => {
    if (!may(by, 'approvals:decide'))
      return no('not-allowed', 'delegateId', 'You may not decide requests, so nobody can for you.')
    if (!(until > from)) return no('invalid', 'until', 'The end is after the beginning.')
    if (until <= now()) return no('invalid', 'until', 'That time has passed.')
    if (until.getTime() - from.getTime() > MAX_DAYS * DAY_MS)
      return no('invalid', 'until', `Somebody decides for you for ${MAX_DAYS} days at most.`)
    if (delegate === by.personId) return no('invalid', 'delegateId', 'Name somebody else.')
    const found = await team.member(by.tenantId, delegate)
    if (!found || !found.isActive || found.isService) return no('not-found', 'delegateId', 'There is no such person.')
    if (!may({ role: found.role, key: null }, 'approvals:decide'))
      return no('not-allowed', 'delegateId', `${found.name} may not decide requests; members, admins and owners may.`)
    const made = await delegations.make({
      tenantId: by.tenantId,
      by: { id: by.personId, name: by.name },
      delegate: { id: found.personId, name: found.name },
      from,
      until,
    })
    return made.ok
      ? made
      : no('conflict', 'from', 'Somebody decides for you in a part of that time already. Take that back first.')
  }

/** Takes it back, from the next decision on. */
export const revokeDelegation =
  ({ delegations }: Pick<Tools, 'delegations'>) =>
  async ({ tenantId, personId }: SignedIn, id: string): Promise<Result<null, DelegateRefusal>> => {
    const revoked = await delegations.revoke({ tenantId, id, by: personId })
    return revoked.ok ? revoked : no('not-found', 'delegationId', 'There is no such delegation.')
  }
