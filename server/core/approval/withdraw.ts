import type { InvestigationEvent } from '../investigation/events.ts'
import type { State } from '../investigation/state.ts'
import { stepKey } from '../investigation/step.ts'
import { stepsAhead } from '../investigation/stepsDue.ts'
import { isPending } from './approvals.ts'
import type { ByPerson } from './request.ts'

/** The requests that nobody needs to answer any more, because what somebody did left nothing to do for the steps that they hold. */
export const withdrawn = (before: State, after: State, { by, byName }: ByPerson): readonly InvestigationEvent[] => {
  const [wanted, left] = [before, after].map(state => new Set(stepsAhead(state).map(stepKey)))
  return before.approvals
    .filter(
      approval =>
        isPending(approval) &&
        wanted?.has(approval.request.holds) === true &&
        left?.has(approval.request.holds) === false,
    )
    .map(({ request: { id } }) => ({ type: 'ApprovalWithdrawn', data: { requestId: id, by, byName } }))
}
