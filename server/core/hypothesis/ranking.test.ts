import { expect, test } from 'vitest'
import type { Evidence } from '../evidence/evidence.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import { rank } from './ranking.ts'

const hypothesis = (kind: FaultKind) => ({ kind, statement: '', priorNats: Math.log(0.1) })
const evidence = (kind: FaultKind, ...nats: readonly number[]): readonly Evidence[] =>
  nats.map((value, index) => ({
    prediction: `${kind}.${index}`,
    hypothesis: kind,
    observed: 1,
    text: '',
    nats: value,
    queries: [],
  }))

const both = [hypothesis('feedOutage'), hypothesis('missingSlice')]

test('before anything is weighed every hypothesis is open', () => {
  expect(rank({ hypotheses: both, evidence: [], weighed: false }).map(({ verdict }) => verdict)).toEqual([
    'open',
    'open',
  ])
})

test('the balance of evidence decides, with a decisive prediction among it', () => {
  const ranked = rank({
    hypotheses: both,
    evidence: [...evidence('feedOutage', -2, -2), ...evidence('missingSlice', 4, 2)],
    weighed: true,
  })
  expect(ranked.map(({ kind, verdict }) => [kind, verdict])).toEqual([
    ['missingSlice', 'supported'],
    ['feedOutage', 'refuted'],
  ])
})

test('one decisive prediction that fails refutes, whatever speaks for it', () => {
  expect(
    rank({ hypotheses: [hypothesis('feedOutage')], evidence: evidence('feedOutage', 4, 2, -4), weighed: true })[0]
      ?.verdict,
  ).toBe('refuted')
})

test('strong evidence without a decisive one is not enough', () => {
  expect(
    rank({ hypotheses: [hypothesis('feedOutage')], evidence: evidence('feedOutage', 2, 2), weighed: true })[0]?.verdict,
  ).toBe('inconclusive')
})

test('without evidence no hypothesis reaches half: the cause may be none of them', () => {
  expect(rank({ hypotheses: both, evidence: [], weighed: true })[0]?.probability).toBeLessThan(0.5)
})

test('of equal hypotheses the one that was proposed first leads, whatever the last digits of a sum', () => {
  const nats = { feedOutage: [0.1 + 0.2], missingSlice: [0.3] } as const
  const order = (kinds: readonly (keyof typeof nats)[]) =>
    rank({
      hypotheses: kinds.map(hypothesis),
      evidence: kinds.flatMap(kind => evidence(kind, ...nats[kind])),
      weighed: true,
    }).map(({ kind }) => kind)
  expect(order(['missingSlice', 'feedOutage'])).toEqual(['missingSlice', 'feedOutage'])
  expect(order(['feedOutage', 'missingSlice'])).toEqual(['feedOutage', 'missingSlice'])
})
