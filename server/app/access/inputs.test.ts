import { expect, test } from 'vitest'
import { emailOf, isName } from './inputs.ts'

test.each([
  ['Ada@Example.com ', 'ada@example.com'],
  ['o\u2019hara+x@sub.example.co', 'o\u2019hara+x@sub.example.co'],
  ['\u212aate@one.example', 'kate@one.example'],
  ['ada@\uff4fne.example', 'ada@one.example'],
  ['e\u0301va@one.example', '\u00e9va@one.example'],
  ['m\u00fcller@m\u00fcller.example', 'm\u00fcller@m\u00fcller.example'],
  [
    '\u0430\u0434\u0430@\u043f\u043e\u0447\u0442\u0430.example',
    '\u0430\u0434\u0430@\u043f\u043e\u0447\u0442\u0430.example',
  ],
])('%j is the address %j', (typed, email) => {
  expect(emailOf(typed)).toBe(email)
})

test.each([
  ['no at sign', 'ada'],
  ['two', 'a@b@c'],
  ['nothing before it', '@one.example'],
  ['a blank', 'a da@one.example'],
  ['a name', 'Ada <ada@one.example>'],
  ['two addresses', 'ada@one.example,eve@two.example'],
  ['a zero-width space', 'ada\u200b@one.example'],
  ['a turn of direction', 'ada\u202e@one.example'],
  ['a line break', 'ada@one.example\r\nBcc:eve@two.example'],
  ['a Cyrillic letter among Latin ones', '\u0430da@one.example'],
  ['a Greek one in the domain', 'ada@\u03bfne.example'],
  ['too much', `${'a'.repeat(200)}@one.example`],
])('an address with %s is none', (_what, typed) => {
  expect(emailOf(typed)).toBeNull()
})

test('a name can be seen, stands on one line, and turns nothing around', () => {
  expect(
    [
      'Ada',
      '\u00c9va M\u00fcller-L\u00fcdenscheidt',
      '\u674e\u96f7',
      '\ud83e\udd86',
      '\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645',
      'R&D',
    ].map(isName),
  ).not.toContain(false)
  expect(
    ['', '  ', '\u200b', 'A\nB', 'A\u0007', 'gpj.\u202eexe', 'A\u2028B', '\u2066Ada', 'x'.repeat(201)].map(isName),
  ).not.toContain(true)
})
