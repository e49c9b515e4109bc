import { expect, test } from 'vitest'
import { anomaly, focus, orders, question } from '../../testing/facts.ts'
import { changedFocus, checkContextChange } from './changeContext.ts'
import type { ContextChange } from './request.ts'

const stranger = { ...orders, name: { schema: 'landing', name: 'till' } }
const looked = { question, anomaly, focus: { ...focus, strangers: [stranger] } }
const without = (...withoutTables: ContextChange['withoutTables']): ContextChange => ({
  kind: 'context',
  withoutTables,
  withoutEdges: [],
  withoutColumns: [],
  masked: [],
  normalDays: null,
  since: null,
  hint: null,
  withTables: [],
})

test('a table that only its content could connect may be taken out of the context like any other', () => {
  expect(checkContextChange(looked, without(stranger.name)).ok).toBe(true)
  expect(changedFocus(looked, without(stranger.name)).strangers).toEqual([])
  expect(changedFocus(looked, without()).strangers).toEqual([stranger])
  expect(checkContextChange(looked, without({ schema: 'landing', name: 'others' })).ok).toBe(false)
})
