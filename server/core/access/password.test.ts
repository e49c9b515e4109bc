import { expect, test } from 'vitest'
import { commonPasswords } from './commonPasswords.ts'
import { passwordFault } from './password.ts'

const fault = (password: string) => passwordFault(password, ['ada.lovelace@orchard.example', 'Ada Lovelace'])

test.each([
  'correct horse battery',
  'aaaaaaaaaaab',
  'Tr0ub4dor&3xyz',
  '十二文字以上のパスワードです',
  'lovelace likes engines',
  'password of the sea',
  '4839 2750 1846',
  'a'.repeat(60) + 'bcd'.repeat(20),
])('%s is accepted: no character is asked for', password => {
  expect(fault(password)).toBeNull()
})

test.each([
  ['short', /12 to 128/],
  ['x'.repeat(129), /12 to 128/],
  ['1qaz2wsx3edc', /lists of stolen/],
  ['1QAZ2WSX3EDC', /lists of stolen/],
  ['aaaaaaaaaaaa', /repeats/],
  ['abcabcabcabc', /repeats/],
  ['12341234123412', /repeats/],
  ['3456789012345', /repeats/],
  ['abcdefghijklm', /repeats/],
  ['lovelace2026', /your name/],
  ['ada.lovelace@orchard.example', /your name/],
  ['Password1234!', /your name/],
  ['dataing-admin-1', /your name/],
])('%s is refused', (password, reason) => {
  expect(fault(password)).toMatch(reason)
})

test('the list holds only what the length would let through', () => {
  expect(commonPasswords.size).toBeGreaterThan(250)
  expect([...commonPasswords].filter(password => password.length < 12 || password !== password.toLowerCase())).toEqual(
    [],
  )
})
