// Whose word a decision gives: the caller's own, or that of somebody who is away and has the caller decide.
import type { Role } from '../access/role.ts'
import { may, type SignedIn } from '../access/signedIn.ts'
import type { PersonId } from '../shared/ids.ts'
import { notApproverText } from './approvers.ts'
import { isAskedToo } from './escalation.ts'
import type { ApprovalPolicy } from './policy.ts'
import type { ApprovalDecision, ApprovalRequest, ByPerson } from './request.ts'

/** Somebody who is away, and what they are by now. */
export type Delegator = { readonly personId: PersonId; readonly name: string; readonly role: Role }

type Voice = Pick<SignedIn, 'personId' | 'role' | 'key'>

export type Judging = {
  readonly openedBy: PersonId | null
  readonly policy: ApprovalPolicy
  readonly given: Pick<ApprovalDecision, 'by' | 'behalf'> | null
  readonly request: Pick<ApprovalRequest, 'content'>
  readonly isEscalated: boolean
}

/** Those whose word an approval gave. */
export const voicesOf = ({
  by,
  behalf,
}: Pick<ApprovalDecision, 'by'> & { readonly behalf?: ByPerson | null }): readonly PersonId[] => [
  ...(by === null ? [] : [by]),
  ...(behalf ? [behalf.by] : []),
]

const alreadyGiven = 'You approved it already; somebody else must approve it as well.'

/** Why this person's own word does not count, in words; null where it does. */
export const whyNot = (
  { openedBy, policy, given, request: { content }, isEscalated }: Judging,
  by: Voice,
): string | null => {
  if (!may(by, 'approvals:decide'))
    return 'Your role, or your key, may not decide requests; members, admins and owners may.'
  const outside = notApproverText(policy.approvers, by.personId)
  if (outside !== null && !(isEscalated && isAskedToo(policy.escalation, by))) return outside
  if (given && voicesOf(given).includes(by.personId)) return alreadyGiven
  if (policy.noSelfApproval && content.kind === 'query' && content.writer?.by === by.personId)
    return 'You wrote this query; somebody else must decide whether it runs.'
  return policy.noSelfApproval && openedBy === by.personId
    ? 'You opened this investigation; somebody else must decide its requests.'
    : null
}

/**
 * Those of the people who are away for whom this caller may decide it. Only their place in the team is lent: the caller needs the right to decide by role,
 * has not approved it already, and may not be who opened the case or wrote the query where nobody decides for themselves; nor may they.
 */
export const decidableFor = (judging: Judging, by: SignedIn, away: readonly Delegator[]): readonly Delegator[] => {
  const alone = { ...judging, policy: { ...judging.policy, approvers: null } }
  return whyNot(alone, by) !== null
    ? []
    : away.filter(
        ({ personId, role }) => personId !== by.personId && whyNot(judging, { personId, role, key: null }) === null,
      )
}
