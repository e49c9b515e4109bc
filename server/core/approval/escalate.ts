import type { InvestigationEvent } from '../investigation/events.ts'
import type { State } from '../investigation/state.ts'
import { isPending } from './approvals.ts'
import type { Approval } from './request.ts'

const isDue = (approval: Approval, at: Date): boolean =>
  isPending(approval) &&
  !approval.isEscalated &&
  approval.request.escalation !== null &&
  new Date(approval.request.escalation.at) <= at

/** The requests that are to ask more people by now. */
export const escalationsDue = (approvals: readonly Approval[], at: Date): readonly string[] =>
  approvals.filter(approval => isDue(approval, at)).map(({ request }) => request.id)

/** A request asks more people once, however many processes notice that it is time. */
export const escalate = (
  { requestId, at }: { readonly requestId: string; readonly at: Date },
  { approvals }: State,
): readonly InvestigationEvent[] => {
  const found = approvals.find(({ request }) => request.id === requestId)
  const to = found?.request.escalation
  return found && to && isDue(found, at) ? [{ type: 'ApprovalEscalated', data: { requestId, to } }] : []
}
