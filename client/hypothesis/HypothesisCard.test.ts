import { expect, test } from 'vitest'
import type { HypothesisCard_HypothesisFragment } from '../gql/graphql.ts'
import { mountPage } from '../testing/mountPage.ts'
import HypothesisCard from './HypothesisCard.vue'

const evidence = {
  text: '96 % of the nulls sit in channel = app',
  favours: 'FOR',
  nats: 4,
  queries: [{ id: 'q1', name: 'segments', purpose: 'Nulls by segment' }],
}
const prediction = {
  id: 'p',
  claim: 'The nulls sit in one segment',
  ifTrue: 'at least 80 %',
  ifFalse: 'at most 50 %',
  strength: 'DECISIVE',
  evidence: null,
}
const open = {
  id: 'h',
  label: 'Nulls from an app release',
  statement: 'A release stopped filling user_id.',
  verdict: 'OPEN',
  probability: 0.3,
  word: 'LOW',
  predictions: [prediction],
} as unknown as HypothesisCard_HypothesisFragment
const supported = {
  ...open,
  verdict: 'SUPPORTED',
  word: 'HIGH',
  probability: 0.91,
  predictions: [{ ...prediction, evidence }],
}

test('shows what an open hypothesis expects, and that it is still being checked', () => {
  const card = mountPage(HypothesisCard, { hypothesis: open, running: true })
  expect(card.text()).toContain('Testing')
  expect(card.text()).toContain('Low confidence, still checking')
  expect(card.text()).toContain('at least 80 %')
  expect(card.text()).toContain('Not weighed yet')
})

test('redraws when the hypothesis changes', async () => {
  const card = mountPage(HypothesisCard, { hypothesis: open, running: true })
  await card.setProps({ hypothesis: supported })
  expect(card.attributes('data-verdict')).toBe('SUPPORTED')
  expect(card.text()).toContain('1 for, 0 against')
  expect(card.text()).toContain('96 % of the nulls sit in channel = app')
  expect(card.get('button[aria-label^="Evidence segments"]').text()).toBe('segments')
  expect(card.text()).not.toContain('still checking')
})

test('does not call a hypothesis tested that its case left open', () => {
  expect(mountPage(HypothesisCard, { hypothesis: open, running: false }).text()).toContain('Not tested')
})
