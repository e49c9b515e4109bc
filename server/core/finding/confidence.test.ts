import { expect, test } from 'vitest'
import { anomaly, contextGathered, measured, opened, ranQuery } from '../../testing/facts.ts'
import type { InvestigationEvent } from '../investigation/events.ts'
import { evolve, initial } from '../investigation/state.ts'
import { weights } from '../hypothesis/weights.ts'
import { asCase } from '../measure/planned.ts'
import { confidenceOf, confidencesOf } from './confidence.ts'

const caseOf = (...more: readonly InvestigationEvent[]) => {
  const found = asCase([opened, contextGathered, ...measured, ...more].reduce(evolve, initial))
  if (!found) throw new Error('The case is not measured')
  return found
}
const proposed = (kind: 'feedOutage' | 'missingSlice'): InvestigationEvent => ({
  type: 'HypothesisProposed',
  data: { hypothesis: { kind, statement: '', priorNats: -2 } },
})
const evidence = (kind: 'feedOutage' | 'missingSlice', nats: number): InvestigationEvent => ({
  type: 'EvidenceRecorded',
  data: {
    evidence: {
      prediction: `${kind}.one`,
      hypothesis: kind,
      observed: 1,
      text: '',
      nats,
      queries: [],
    },
  },
})
const both = [proposed('feedOutage'), proposed('missingSlice')]
const plain = caseOf(...both, evidence('feedOutage', 4), evidence('missingSlice', -4))
const claim = { conclusion: 'causeFound', kind: 'feedOutage', probability: 0.99 } as const

test('the headline of a cause is the least of its parts', () => {
  const { mechanism, origin } = confidencesOf(plain, claim)
  expect(confidenceOf(plain, claim).value).toBe(Math.min(mechanism.value, origin.value))
})

test('a leader without a rival is surer than one that a rival comes near', () => {
  const contested = caseOf(...both, evidence('feedOutage', 4), evidence('missingSlice', 3.5))
  expect(confidencesOf(plain, claim).mechanism.value).toBeGreaterThan(confidencesOf(contested, claim).mechanism.value)
})

test('one normal day to compare with, or an answer cut short, holds every part down and says so', () => {
  const oneDay = { ...plain, anomaly: { ...anomaly, baselineDays: ['2026-06-05'] } }
  const cut = caseOf(...both, evidence('feedOutage', 4), {
    type: 'QueryRan',
    data: { ...ranQuery, id: 'values', truncated: true },
  })
  for (const state of [oneDay, cut]) {
    const { where, mechanism, origin } = confidencesOf(state, claim)
    expect([where.value, mechanism.value, origin.value]).toEqual([0.6, 0.6, 0.6])
    expect(mechanism.limits).toHaveLength(2)
  }
  expect(confidencesOf(plain, claim).mechanism.value).toBeGreaterThan(0.6)
})

test('what is no claim of a cause stays under what may be said of the unproven', () => {
  expect(confidenceOf(plain, { ...claim, conclusion: 'causeNotFound' })).toMatchObject({ value: weights.caps.unproven })
})

test('the weights say what they were fitted on, and state no certainty', () => {
  expect(weights.training.claims).toBeGreaterThan(50)
  expect(weights.training.hash).toMatch(/^[0-9a-f]{16}$/)
  expect(weights.training.recordings.filter(name => !/^(seed-\d{1,2}|outside-\d+)$/.test(name))).toEqual([])
  expect(weights.caps.most).toBeLessThan(1)
})
