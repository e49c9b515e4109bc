import type { Command } from '../../core/investigation/command.ts'
import type { Step } from '../../core/investigation/step.ts'
import { budgetStop, usedUp } from '../../core/usage/budget.ts'
import type { Work } from './work.ts'

/** Steps that cost nothing and belong to every end of a case. */
const free: readonly Step['kind'][] = ['gatherContext', 'proposeHypotheses', 'weighEvidence', 'conclude']

/** What is recorded instead of doing the step where a budget is used up; null where it may be done. The levels that were reached are told on the way. */
export const keepBudget = async (step: Step, { ref, state, tools: { spending } }: Work): Promise<Command | null> => {
  if (!spending || !state.question) return null
  const standings = await spending.standings({ ...ref, dataSourceId: state.question.dataSourceId })
  await spending.note(ref.tenantId, standings)
  const spent = free.includes(step.kind) ? null : usedUp(standings)
  return spent && { type: 'StopForBudget', stop: budgetStop(spent) }
}
