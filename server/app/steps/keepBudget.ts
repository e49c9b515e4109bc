import type { Command } from '../../core/investigation/command.ts'
import { stepKey, type Step } from '../../core/investigation/step.ts'
import type { DataSourceId } from '../../core/shared/ids.ts'
import { budgetStop, cutShort, tightest, usedUp } from '../../core/usage/budget.ts'
import { timeoutMs } from './ask.ts'
import { plannedCost } from './plannedCost.ts'
import type { TimeLimit, Work } from './work.ts'

/** Steps that cost nothing and belong to every end of a case. */
const free: readonly Step['kind'][] = ['gatherContext', 'proposeHypotheses', 'weighEvidence', 'conclude']

/** `command`: what is recorded instead of doing the step where a budget is used up. `limit`: how long its queries may take, where a budget cuts that. */
type Kept = { readonly command: Command | null; readonly limit: TimeLimit | null }

/** Whether the step may be done, with what its queries may cost committed. The levels that were reached are told on the way. */
export const keepBudget = async (step: Step, work: Work): Promise<Kept> => {
  const {
    ref,
    state,
    tools: { spending },
  } = work
  if (!spending || !state.question) return { command: null, limit: null }
  const { standings, queryMs } = await committedFor(step, work, state.question.dataSourceId)
  await spending.note(ref.tenantId, standings)
  const spent = free.includes(step.kind) ? null : usedUp(standings)
  const tight = queryMs < timeoutMs ? tightest(standings) : null
  return {
    command: spent && { type: 'StopForBudget', stop: budgetStop(spent) },
    limit: tight && { ms: queryMs, stop: cutShort(tight, queryMs) },
  }
}

const committedFor = async (step: Step, work: Work, dataSourceId: DataSourceId) => {
  const {
    ref,
    tools: { spending },
  } = work
  const cost = await plannedCost(step, work, dataSourceId)
  if (!spending) return { standings: [], queryMs: timeoutMs }
  return cost === null
    ? { standings: await spending.standings({ ...ref, dataSourceId }), queryMs: timeoutMs }
    : spending.commit({ ...ref, dataSourceId }, { step: stepKey(step), ...cost })
}
