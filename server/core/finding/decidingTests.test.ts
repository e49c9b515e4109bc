import { expect, test } from 'vitest'
import { contextGathered, measured, opened } from '../../testing/facts.ts'
import { faultOf } from '../fault/index.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import type { InvestigationEvent } from '../investigation/events.ts'
import { evolve, initial } from '../investigation/state.ts'
import { asCase } from '../measure/planned.ts'
import { alternativesOf } from './alternatives.ts'
import { decidingTest, decidingTests } from './decidingTests.ts'

test('every deciding test is a prediction of its own kind of fault, and each pair stands once', () => {
  const wrong = decidingTests.flatMap(({ between, tests }) =>
    between.flatMap((kind, side) =>
      faultOf(kind).predictions.some(({ name }) => tests[side] === `${kind}.${name}`)
        ? []
        : `${kind}: ${tests[side] ?? ''}`,
    ),
  )
  expect(wrong).toEqual([])
  expect(new Set(decidingTests.map(({ between }) => between.toSorted().join())).size).toBe(decidingTests.length)
})

const hypothesis = (kind: FaultKind): InvestigationEvent => ({
  type: 'HypothesisProposed',
  data: { hypothesis: { kind, statement: '', priorNats: -2 } },
})
const asked = {
  unit: 'share',
  ifTrue: { min: 1, max: null },
  ifFalse: { min: null, max: 0 },
  strength: 'strong',
  scan: 'series',
} as const
const seen = (kind: FaultKind, name: string, nats: number): readonly InvestigationEvent[] => {
  const id = `${kind}.${name}`
  return [
    { type: 'PredictionRegistered', data: { prediction: { ...asked, id, hypothesis: kind, claim: name } } },
    {
      type: 'EvidenceRecorded',
      data: { evidence: { prediction: id, hypothesis: kind, observed: 0.2, text: name, nats, queries: ['series'] } },
    },
  ]
}
const told = (deciding: number) => {
  const facts = [
    opened,
    contextGathered,
    ...measured,
    hypothesis('duplicatedLoad'),
    hypothesis('joinFanOut'),
    ...seen('duplicatedLoad', 'batch', 4),
    ...seen('joinFanOut', 'parent', -3),
    ...seen('joinFanOut', 'reference', deciding),
  ]
  const found = asCase(facts.reduce(evolve, initial))
  return found && alternativesOf(found, 'duplicatedLoad').find(({ kind }) => kind === 'joinFanOut')?.claim
}

test('of a rival that looks like the leader the test that decides between them is told, if it speaks against it', () => {
  expect([told(-2), told(1)]).toEqual(['reference', 'parent'])
})

test('kinds that nothing is known to decide between have none', () => {
  expect([
    decidingTest('joinFanOut', 'duplicatedLoad'),
    decidingTest('joinFanOut', 'feedOutage'),
    decidingTest('joinFanOut', null),
  ]).toEqual(['joinFanOut.reference', null, null])
})
