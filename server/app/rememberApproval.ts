import { may, type SignedIn } from '../core/access/signedIn.ts'
import { isApprover, type Approvers } from '../core/approval/approvers.ts'
import type { ApprovalDecision, ApprovalRequest, ByPerson, GrantTerms } from '../core/approval/request.ts'
import { ok, refuse, type Result } from '../core/shared/result.ts'
import type { ReadQuery } from './approvableText.ts'

export const MAX_GRANT_DAYS = 90
const DAY_MS = 86_400_000

type Wish = {
  readonly request: ApprovalRequest
  readonly given: ApprovalDecision | null
  readonly by: SignedIn
  readonly days: number | null
  /** Who is away and has it decided so: their place in the team counts when the grant is used. The right to have approvals remembered is the decider's own. */
  readonly behalf: ByPerson | null
  /** Whose word counts when the grant is used. */
  readonly approvers: Approvers | null
}
type Refusal = { readonly code: 'not-allowed' | 'invalid'; readonly message: string; readonly path: string }

const no = (message: string): Result<null, Refusal> => refuse({ code: 'invalid', message, path: 'rememberDays' })

/** Whether this person may have the approval remembered; nothing is wrong where nobody asks for it. */
export const mayRemember = ({ request, given, by, behalf, days, approvers }: Wish): Result<null, Refusal> => {
  if (days === null) return ok(null)
  if (!may(by, 'approvals:grant'))
    return refuse({
      code: 'not-allowed',
      message: 'Your role, or your key, may not have approvals remembered; admins and owners may.',
      path: 'rememberDays',
    })
  // Whoever is asked in addition has no word when the grant is used.
  if (!isApprover(approvers, behalf?.by ?? by.personId))
    return no(
      `What you decide is good for this once; only people of the team ${approvers?.name ?? ''} have approvals remembered.`,
    )
  if (request.content.kind !== 'query') return no('Only the approval of a query can be remembered.')
  if (!Number.isInteger(days) || days < 1 || days > MAX_GRANT_DAYS)
    return no(`An approval is remembered for 1 to ${MAX_GRANT_DAYS} days.`)
  // Two people grant as two people approve: both of them want it.
  return given && !given.grant
    ? no(`${given.byName} approved it for this once; what takes two is remembered only where both say so.`)
    : ok(null)
}

type Granting = {
  readonly request: ApprovalRequest
  readonly read: ReadQuery
  readonly days: number
  readonly at: Date
  readonly id: string
}

/** What is granted with the approval of this text. */
export const grantTerms = ({
  request: { content },
  read: { query, touched, estimate },
  days,
  at,
  id,
}: Granting): GrantTerms | null =>
  content.kind !== 'query'
    ? null
    : {
        id,
        dataSourceId: content.dataSourceId,
        shape: query.shape,
        tables: query.tables,
        columns: touched.columns,
        sensitive: touched.sensitive,
        // Where the policy asks for no estimate any more, what was laid before the person counts.
        bytes: estimate?.bytes ?? content.estimate?.bytes ?? null,
        until: new Date(at.getTime() + days * DAY_MS).toISOString(),
      }
