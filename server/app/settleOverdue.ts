import { overdue } from '../core/approval/deadline.ts'
import { escalationsDue } from '../core/approval/escalate.ts'
import type { CaseRef } from '../core/shared/ids.ts'
import { change, loadCase } from './change.ts'
import type { DecidingTools } from './tools.ts'

/** Lets the deadline decide what nobody decided in time, and asks more people where a part of it has passed. */
export const settleOverdue =
  ({ store, now }: Pick<DecidingTools, 'store' | 'now'>) =>
  async (ref: CaseRef): Promise<void> => {
    const at = now()
    const { state } = await loadCase(store, ref)
    for (const { id, onDeadline } of overdue(state.approvals, at)) {
      const decision = {
        requestId: id,
        outcome: onDeadline,
        by: null,
        byName: 'the deadline',
        reason: null,
        change: null,
        behalf: null,
        seconded: null,
        grant: null,
        byGrant: null,
      }
      await change(store)(ref, { type: 'DecideApproval', decision, at })
    }
    for (const requestId of escalationsDue(state.approvals, at))
      await change(store)(ref, { type: 'EscalateApproval', requestId, at })
  }
