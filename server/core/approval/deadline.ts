import { isPending } from './approvals.ts'
import { requestEscalation } from './escalation.ts'
import type { ApprovalPolicy } from './policy.ts'
import type { Approval, ApprovalRequest } from './request.ts'

const HOUR_MS = 3_600_000

type Waiting = Pick<ApprovalRequest, 'deadline' | 'onDeadline' | 'quorum' | 'approvers' | 'escalation'>

/** Until when a request of this policy waits, what the deadline decides, who and how many must approve, and who is asked too. */
export const deadlineOf = (
  { hours, onDeadline, quorum, approvers, escalation }: ApprovalPolicy,
  now: Date,
): Waiting => ({
  deadline: new Date(now.getTime() + hours * HOUR_MS).toISOString(),
  onDeadline,
  quorum,
  approvers: approvers?.teamId ?? null,
  escalation: escalation && requestEscalation(escalation, hours, now),
})

export const isOverdue = ({ deadline }: Pick<ApprovalRequest, 'deadline'>, now: Date): boolean =>
  new Date(deadline) <= now

/** The requests that nobody decided in time. */
export const overdue = (approvals: readonly Approval[], now: Date): readonly ApprovalRequest[] =>
  approvals.filter(approval => isPending(approval) && isOverdue(approval.request, now)).map(({ request }) => request)
