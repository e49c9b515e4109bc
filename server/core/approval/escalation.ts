import { isAtLeast } from '../access/role.ts'
import type { SignedIn } from '../access/signedIn.ts'
import { isApprover, type Approvers } from './approvers.ts'

/** From which role on people may be asked in addition. */
export type EscalationRole = 'admin' | 'owner'

/** Who is asked in addition once a part of a request's time has passed without a decision, in per cent: a team, or all from a role on. */
export type Escalation = {
  readonly afterPercent: number
  readonly to:
    { readonly kind: 'team'; readonly team: Approvers } | { readonly kind: 'role'; readonly role: EscalationRole }
}

/** Whom a request asks in addition, from when on (ISO 8601, UTC): a team by its id, or all from a role on; `name` in words. */
export type RequestEscalation = {
  readonly at: string
  readonly teamId: string | null
  readonly role: EscalationRole | null
  readonly name: string
}

const HOUR_MS = 3_600_000

const roleWords: Readonly<Record<EscalationRole, string>> = { admin: 'the admins', owner: 'the owners' }

/** When a request made now asks whom besides, for one that waits so many hours. */
export const requestEscalation = ({ afterPercent, to }: Escalation, hours: number, now: Date): RequestEscalation => ({
  at: new Date(now.getTime() + (hours * HOUR_MS * afterPercent) / 100).toISOString(),
  ...(to.kind === 'team'
    ? { teamId: to.team.teamId, role: null, name: `the team ${to.team.name}` }
    : { teamId: null, role: to.role, name: roleWords[to.role] }),
})

/** Whether somebody is among those whom the policy asks in addition, as the policy and its team are now. */
export const isAskedToo = (
  escalation: Escalation | null,
  { personId, role }: Pick<SignedIn, 'personId' | 'role'>,
): boolean => {
  if (escalation === null) return false
  const { to } = escalation
  return to.kind === 'team' ? isApprover(to.team, personId) : isAtLeast(role, to.role)
}
