import { expect, test } from 'vitest'
import { checkSecurity, DEFAULT_SECURITY } from './security.ts'

test('what holds without settings can hold, and so can the bounds', () => {
  for (const change of [
    {},
    { idleMinutes: 5, sessionDays: 30, auditDays: 30 },
    { idleMinutes: 1440, sessionDays: 1, auditDays: 3650 },
  ]) {
    expect(checkSecurity({ ...DEFAULT_SECURITY, ...change })).toEqual({
      ok: true,
      value: { ...DEFAULT_SECURITY, ...change },
    })
  }
})

test.each([
  ['idleMinutes', 4],
  ['idleMinutes', 1441],
  ['idleMinutes', 7.5],
  ['sessionDays', 0],
  ['sessionDays', 31],
  ['auditDays', 29],
  ['auditDays', 3651],
  ['auditDays', Number.NaN],
] as const)('%s of %d cannot hold', (path, value) => {
  expect(checkSecurity({ ...DEFAULT_SECURITY, [path]: value })).toMatchObject({
    ok: false,
    problem: { code: 'invalid', path },
  })
})
