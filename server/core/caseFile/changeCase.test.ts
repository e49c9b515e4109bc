import { expect, test } from 'vitest'
import { asId, type PersonId } from '../shared/ids.ts'
import { isConfirmed, untouched } from './caseFile.ts'
import { changeCase, type CaseWish } from './changeCase.ts'

const by = { byName: 'Grace', at: new Date('2026-06-13T12:00:00Z') }
const changed = (wish: CaseWish, file = untouched) => changeCase(file, wish, by)
const resolved = { ...untouched, state: 'resolved', version: 3 } as const

test('each change counts up, and one that changes nothing is none', () => {
  const to = { id: asId<PersonId>('ada'), name: 'Ada' }
  expect(changed({ kind: 'assign', to })).toEqual({
    ok: true,
    value: { file: { ...untouched, assignee: 'ada', version: 1 }, told: 'assigned it to Ada' },
  })
  expect(changed({ kind: 'assign', to: null })).toEqual({ ok: true, value: null })
  expect(changed({ kind: 'severity', severity: 'high' })).toMatchObject({
    value: { file: { severity: 'high', version: 1 }, told: 'set the severity to high' },
  })
  expect(changed({ kind: 'state', state: 'open' })).toEqual({ ok: true, value: null })
})

test('a resolved case says why, and is opened again before it changes', () => {
  expect(changed({ kind: 'resolve', reason: 'falseAlarm', note: 'a test', cause: 'bots' })).toEqual({
    ok: true,
    value: {
      file: {
        ...untouched,
        state: 'resolved',
        version: 1,
        resolution: {
          reason: 'falseAlarm',
          note: 'a test',
          cause: null,
          byName: 'Grace',
          at: '2026-06-13T12:00:00.000Z',
        },
      },
      told: 'resolved it: it was a false alarm. a test',
    },
  })
  expect(changed({ kind: 'resolve', reason: 'otherCause', note: null, cause: null })).toEqual({
    ok: false,
    problem: { code: 'note-needed' },
  })
  expect(changed({ kind: 'resolve', reason: 'otherCause', note: null, cause: 'bots' })).toMatchObject({ ok: true })
  expect(changed({ kind: 'resolve', reason: 'falseAlarm', note: null, cause: null }, resolved)).toEqual({
    ok: false,
    problem: { code: 'resolved' },
  })
  expect(changed({ kind: 'reopen' }, resolved)).toMatchObject({
    value: { file: { state: 'open', resolution: null, version: 4 } },
  })
  expect(changed({ kind: 'reopen' })).toEqual({ ok: false, problem: { code: 'not-resolved' } })
})

test('a label confirms what was claimed, contradicts it, or has nothing to be held against', () => {
  const claimed = { conclusion: 'causeFound', cause: 'bots', actual: null } as const
  expect(isConfirmed({ ...claimed, reason: 'causeConfirmed' })).toBe(true)
  expect(isConfirmed({ ...claimed, reason: 'otherCause', actual: 'rowCap' })).toBe(false)
  expect(isConfirmed({ ...claimed, reason: 'falseAlarm' })).toBe(false)
  expect(isConfirmed({ ...claimed, conclusion: 'noAnomaly', cause: null, reason: 'falseAlarm' })).toBe(true)
  expect(isConfirmed({ ...claimed, conclusion: 'causeNotFound', cause: null, reason: 'otherCause' })).toBe(null)
})
