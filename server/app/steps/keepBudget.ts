import type { Command } from '../../core/investigation/command.ts'
import { stepKey, type Step } from '../../core/investigation/step.ts'
import type { DataSourceId } from '../../core/shared/ids.ts'
import { budgetStop, usedUp } from '../../core/usage/budget.ts'
import { plannedCost } from './plannedCost.ts'
import type { Work } from './work.ts'

/** Steps that cost nothing and belong to every end of a case. */
const free: readonly Step['kind'][] = ['gatherContext', 'proposeHypotheses', 'weighEvidence', 'conclude']

/**
 * What is recorded instead of doing the step where a budget is used up; null where it may be done, with what its queries are going to cost committed. The levels
 * that were reached are told on the way.
 */
export const keepBudget = async (step: Step, work: Work): Promise<Command | null> => {
  const { ref, state, tools: { spending } } = work
  if (!spending || !state.question) return null
  const standings = await standingsFor(step, work, state.question.dataSourceId)
  await spending.note(ref.tenantId, standings)
  const spent = free.includes(step.kind) ? null : usedUp(standings)
  return spent && { type: 'StopForBudget', stop: budgetStop(spent) }
}

const standingsFor = async (step: Step, work: Work, dataSourceId: DataSourceId) => {
  const { ref, tools: { spending } } = work
  const cost = await plannedCost(step, work, dataSourceId)
  if (!spending) return []
  return cost === null ? spending.standings({ ...ref, dataSourceId }) : spending.commit({ ...ref, dataSourceId }, { step: stepKey(step), ...cost })
}
