import { expect, test } from 'vitest'
import { endsCase } from './endsCase.ts'

test('a case ends when it is cancelled', () => {
  expect(endsCase({ type: 'InvestigationCancelled', data: { by: null, byName: null } })).toBe(true)
})

test('a step given up leaves the case open', () => {
  expect(
    endsCase({ type: 'StepGivenUp', data: { step: 'conclude', code: 'crashed', message: 'The worker died.' } }),
  ).toBe(false)
})
