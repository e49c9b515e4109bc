import { expect, test } from 'vitest'
import { jsonText } from './jsonText.ts'

test('what PostgreSQL cannot hold becomes the replacement character', () => {
  expect(jsonText({ text: 'a\0b \ud800 c' })).toBe('{"text":"a\ufffdb \ufffd c"}')
})

test('everything else is left as it is', () => {
  const text = 'tab \t quote " backslash-u \\u0000 and \\ud800, emoji 😀, bell \u0007'
  expect(JSON.parse(jsonText([text]))).toEqual([text])
})
