import { test } from 'vitest'
import { contextGathered, measured, opened } from '../../testing/facts.ts'
import { given } from '../../testing/given.ts'
import type { InvestigationEvent } from '../investigation/events.ts'
import { budgetStop } from './budget.ts'

const stop = budgetStop({ scope: 't', ofTenant: true, period: 'month', span: '2026-11', limit: 20_000_000n, spent: 20_100_000n, committed: 0n })
const spent: InvestigationEvent = { type: 'BudgetSpent', data: { stop } }
const proposed: readonly InvestigationEvent[] = [
  { type: 'HypothesisProposed', data: { hypothesis: { kind: 'feedOutage', statement: 'One feed stopped.', priorNats: 0 } } },
  { type: 'PredictionRegistered', data: { prediction: {
    id: 'feedOutage.inside', hypothesis: 'feedOutage', claim: 'One segment lost its rows', unit: 'ratio', ifTrue: { min: null, max: 0.3 }, ifFalse: { min: 0.7, max: null }, strength: 'decisive',
    scan: 'segments',
  } } },
]

test('a budget that is used up stops the scans: what was measured is weighed and told', () => {
  given(opened, contextGathered, ...measured, ...proposed).due('runScan:segments', 'runScan:upstream')
  given(opened, contextGathered, ...measured, ...proposed).when({ type: 'StopForBudget', stop }).then(spent)
  given(opened, contextGathered, ...measured, ...proposed, spent).due('weighEvidence')
})

test('before anything was measured the case ends and says why', () => {
  given(opened, contextGathered).when({ type: 'StopForBudget', stop }).then(spent, { type: 'InvestigationFailed', data: { reason: 'budget-spent', message: stop.message } })
})

test('it is recorded once', () => {
  given(opened, contextGathered, ...measured, ...proposed, spent).when({ type: 'StopForBudget', stop }).then()
})
