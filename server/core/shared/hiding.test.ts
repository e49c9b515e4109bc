import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createHiding, hiddenError } from './hiding.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const base64 = (text: string) => btoa(String.fromCharCode(...bytes(text)))
const hex = (text: string) => [...bytes(text)].map(byte => byte.toString(16).padStart(2, '0')).join('')

/** What is left of a secret as somebody may pass it on, whatever stands beside it. */
const ways: readonly ((before: string, secret: string, after: string) => string)[] = [
  (before, secret, after) => before + secret + after,
  (before, secret, after) => JSON.stringify({ [before]: secret + after }),
  (before, secret, after) => encodeURIComponent(before + secret + after),
  (before, secret, after) => hex(before + secret + after).toUpperCase(),
  (before, secret, after) => base64(before + secret + after),
]
const secrets = fc.string({ unit: fc.constantFrom(...'abcdefghXYZ0189/+?&= "\\ö%'), minLength: 8, maxLength: 40 })
const besides = fc.string({ unit: fc.constantFrom(...'klmnop:@'), maxLength: 5 })

test('a secret is hidden in every form, whatever stands beside it', () => {
  fc.assert(
    fc.property(fc.tuple(besides, besides), secrets, fc.constantFrom(...ways), ([before, after], secret, way) => {
      const hidden = createHiding([secret])(way(before, secret, after))
      // In base64 the letters at both ends are shared with what stands beside it: so much may stay.
      expect(hidden.replaceAll(/[^…]/g, '')).not.toBe('')
      expect(hidden).not.toContain(way('', secret, '').slice(2, -4))
    }),
    { numRuns: 2_000 },
  )
})

test('a text without a secret stays as it is', () => {
  expect(createHiding(['planted-canary'])('relation "orders" does not exist')).toBe('relation "orders" does not exist')
  expect(createHiding([])('relation')).toBe('relation')
})

test('what a secret begins with leaves no rest of it', () => {
  expect(createHiding(['shop', 'shop-canary'])('no access for shop-canary to shop')).toBe('no access for … to …')
})

test('of a key of many lines no line stays', () => {
  const key = '-----BEGIN PRIVATE KEY-----\nAAAABBBBCCCC\nDDDDEEEEFFFF\n-----END PRIVATE KEY-----\n'
  expect(createHiding([key])('cannot read DDDDEEEEFFFF')).toBe('cannot read …')
})

test('an error loses them in its message, its stack and its causes, and keeps its name', () => {
  const error = Object.assign(
    new Error('no planted-canary', { cause: new Error('nor planted-canary', { cause: { told: 'planted-canary' } }) }),
    { name: 'Refused' },
  )
  const hidden = hiddenError(error, createHiding(['planted-canary']))
  const inner = hidden.cause instanceof Error ? hidden.cause : null
  expect([hidden.name, hidden.message, inner?.message, inner?.cause]).toEqual([
    'Refused',
    'no …',
    'nor …',
    '{"told":"…"}',
  ])
  expect(`${hidden.stack}${inner?.stack}`).not.toContain('planted-canary')
})
