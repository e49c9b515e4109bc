import type { Command, Refusal } from '../investigation/command.ts'
import type { InvestigationEvent } from '../investigation/events.ts'
import type { State } from '../investigation/state.ts'
import { ok, refuse, type Result } from '../shared/result.ts'
import { rejectionText } from './approvals.ts'
import { voicesOf } from './behalf.ts'
import { isOverdue } from './deadline.ts'
import { grantOfBoth } from './grant.ts'
import type { Approval, ApprovalDecision, ApprovalRequest } from './request.ts'

type Requesting = Extract<Command, { type: 'RequestApprovals' }>

/** What was not asked, or allowed by a grant, before: a step that comes twice asks once. */
export const newRequests = (
  { requests, allowed }: Pick<Requesting, 'requests' | 'allowed'>,
  { approvals }: State,
): readonly InvestigationEvent[] => {
  const isNew = ({ id }: ApprovalRequest) => !approvals.some(({ request }) => request.id === id)
  return [
    ...allowed.filter(({ request }) => isNew(request)).map(data => ({ type: 'QueryAllowed', data }) as const),
    ...requests.filter(isNew).map(request => ({ type: 'ApprovalRequested', data: { request } }) as const),
  ]
}

/** One decision stands. A person may decide until the deadline, and only the deadline itself after it. */
export const decideApproval = (
  { decision, at }: Extract<Command, { type: 'DecideApproval' }>,
  state: State,
): Result<readonly InvestigationEvent[], Refusal> => {
  const approval = state.approvals.find(({ request }) => request.id === decision.requestId)
  if (!approval) return refuse({ code: 'not-found' })
  if (approval.decision) return refuse({ code: 'already-decided' })
  if (state.status !== 'running') return refuse({ code: 'not-running' })
  if (approval.withdrawn) return refuse({ code: 'expired' })
  if (isOverdue(approval.request, at) !== (decision.by === null)) return refuse({ code: 'expired' })
  if (approval.request.quorum === 2 && decision.by !== null && decision.outcome !== 'rejected')
    return oneOfTwo(approval, decision)
  return ok([{ type: 'ApprovalDecided', data: { decision } }, ...consequences(approval.request, decision)])
}

/** Two different people approve the same thing: what the first changed, the second approves as it was changed, or changes it again and waits in turn. */
const oneOfTwo = ({ given }: Approval, decision: ApprovalDecision): Result<readonly InvestigationEvent[], Refusal> => {
  if (given && voicesOf(given).some(voice => voicesOf(decision).includes(voice)))
    return refuse({ code: 'given-already' })
  if (given === null || decision.outcome === 'modified' || decision.by === null)
    return ok([{ type: 'ApprovalGiven', data: { decision } }])
  const seconded = { by: decision.by, byName: decision.byName, behalf: decision.behalf }
  return ok([
    {
      type: 'ApprovalDecided',
      data: { decision: { ...given, seconded, grant: grantOfBoth(given.grant, decision.grant) } },
    },
  ])
}

/** What a rejection does at once; a rejected context leads to the report. */
const consequences = (
  { holds, content }: ApprovalRequest,
  decision: ApprovalDecision,
): readonly InvestigationEvent[] => {
  if (decision.outcome !== 'rejected' || content.kind === 'context') return []
  const message = `${content.purpose}: ${rejectionText(decision)}.`
  return holds === 'measureAnomaly'
    ? [{ type: 'InvestigationFailed', data: { reason: 'query-rejected', message } }]
    : [{ type: 'StepGivenUp', data: { step: holds, code: 'rejected', message } }]
}
