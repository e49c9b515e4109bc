import { expect, test } from 'vitest'
import type { InvestigationEvent } from '../core/investigation/events.ts'
import { cancelled, queryRan, stepGivenUp } from './caseFacts.ts'
import { faultsOf } from './caseHistory.ts'

const history = (...events: readonly InvestigationEvent[]) =>
  events.map((event, index) => ({ sequence: index + 1, occurredAt: new Date(0), event }))

test('a history in order, each fact once, ended by its last fact, has no fault', () => {
  expect(faultsOf(history(queryRan('a'), queryRan('b'), stepGivenUp('x'), cancelled))).toEqual([])
})

test('a fact recorded twice, a gap and a missing or early end are told', () => {
  expect(faultsOf(history(queryRan('a'), queryRan('a'), cancelled))).toEqual(['twice: QueryRan a'])
  expect(faultsOf(history(queryRan('a'), queryRan('b'), cancelled).toSpliced(1, 1))).toEqual(['fact 2 has sequence 3'])
  expect(faultsOf(history(queryRan('a')))).toEqual(['ends at no fact of 1'])
  expect(faultsOf(history(cancelled, queryRan('a')))).toEqual(['ends at 1 of 2'])
})
