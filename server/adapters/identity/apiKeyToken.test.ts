import { expect, test } from 'vitest'
import { API_KEY, isApiKey, newApiKey } from './apiKeyToken.ts'

test('a new key is one by its looks and by its checksum, and no two are alike', () => {
  const keys = Array.from({ length: 1000 }, newApiKey)
  expect(keys.every(key => API_KEY.test(key) && isApiKey(key))).toBe(true)
  expect(new Set(keys).size).toBe(1000)
})

test('a key with any one character changed is none', () => {
  const key = newApiKey()
  const bent = [...key].map(
    (character, index) => key.slice(0, index) + (character === 'a' ? 'b' : 'a') + key.slice(index + 1),
  )
  expect(bent.filter(isApiKey)).toEqual([])
  expect([isApiKey(''), isApiKey(`${key} `), isApiKey(key.toUpperCase()), isApiKey(key)]).toEqual([
    false,
    false,
    false,
    true,
  ])
})

test('every character is about as likely as the others', () => {
  const counts = new Map<string, number>()
  for (const key of Array.from({ length: 2000 }, newApiKey)) {
    for (const character of key.slice(4, 36)) counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  expect(counts.size).toBe(62)
  // 64,000 characters, 1,032 of each on average with a spread of 32.
  expect([...counts.values()].every(count => count > 800 && count < 1270)).toBe(true)
})
