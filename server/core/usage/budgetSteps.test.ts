import { expect, test } from 'vitest'
import { contextGathered, measured, opened } from '../../testing/facts.ts'
import { given } from '../../testing/given.ts'
import { propose } from '../hypothesis/propose.ts'
import { evolve, initial } from '../investigation/state.ts'
import { asCase } from '../measure/planned.ts'
import { upcast } from '../investigation/upcast.ts'
import type { InvestigationEvent } from '../investigation/events.ts'
import { budgetStop, budgetText } from './budget.ts'

const stop = budgetStop({
  scope: 't',
  of: 'tenant',
  period: 'month',
  span: '2026-11',
  limit: 20_000_000n,
  spent: 20_100_000n,
  committed: 0n,
})
const spent: InvestigationEvent = { type: 'BudgetSpent', data: { stop } }
const found = asCase([opened, contextGathered, ...measured].reduce(evolve, initial))
if (!found) throw new Error('The case is made of these facts')
const proposal = propose(found)
const proposed: readonly InvestigationEvent[] = [
  ...proposal.hypotheses.map(hypothesis => ({ type: 'HypothesisProposed', data: { hypothesis } }) as const),
  ...proposal.predictions.map(prediction => ({ type: 'PredictionRegistered', data: { prediction } }) as const),
]

test('a budget that is used up stops the scans: what was measured is weighed and told', () => {
  given(opened, contextGathered, ...measured, ...proposed).due('runScan:profile', 'runScan:hours')
  given(opened, contextGathered, ...measured, ...proposed)
    .when({ type: 'StopForBudget', stop })
    .then(spent)
  given(opened, contextGathered, ...measured, ...proposed, spent).due('weighEvidence')
})

test('before anything was measured the case ends and says why', () => {
  given(opened, contextGathered)
    .when({ type: 'StopForBudget', stop })
    .then(spent, { type: 'InvestigationFailed', data: { reason: 'budget-spent', message: stop.message } })
})

test('it is recorded once', () => {
  given(opened, contextGathered, ...measured, ...proposed, spent)
    .when({ type: 'StopForBudget', stop })
    .then()
})

test('a budget is called by whose it is, and one of before teams had any by what it was', () => {
  const texts = (['tenant', 'dataSource', 'team'] as const).map(of =>
    budgetText({ of, period: 'day', limit: 1_000_000n }),
  )
  expect(texts).toEqual([
    'the budget of today (1.00 USD)',
    'the budget of the data source of today (1.00 USD)',
    'the budget of the team of today (1.00 USD)',
  ])
  const { of: _of, ...old } = stop
  const stored = (ofTenant: boolean) => upcast('BudgetSpent', { stop: { ...old, ofTenant } })
  expect([stored(true), stored(false)]).toEqual([
    spent,
    { type: 'BudgetSpent', data: { stop: { ...stop, of: 'dataSource' } } },
  ])
  expect(upcast('BudgetSpent', { stop: { ...stop, of: 'team' } })).toEqual({
    type: 'BudgetSpent',
    data: { stop: { ...stop, of: 'team' } },
  })
})
