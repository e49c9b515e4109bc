import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { SecretPlace } from '../../core/ports/secretBox.ts'
import { asId, type TenantId } from '../../core/shared/ids.ts'
import { createSecretBox } from './secretBox.ts'

const key = randomBytes(32)
const box = createSecretBox(key)
const place: SecretPlace = { tenantId: asId<TenantId>('tenant-a'), owner: 'source-1', field: 'secrets' }
const unreadable = { ok: false, problem: { code: 'unreadable' } }

test('any text comes back as it was sealed', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }).filter(text => text.isWellFormed()),
      text => {
        expect(box.open(place, box.seal(place, text))).toEqual({ ok: true, value: text })
      },
    ),
  )
})

test('each flipped bit is rejected', () => {
  const sealed = box.seal(place, 'hunter2')
  expect(box.open(place, sealed)).toEqual({ ok: true, value: 'hunter2' })
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Uint8Array.from(sealed, (byte, index) => (index === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
    expect(box.open(place, changed), `bit ${bit}`).toEqual(unreadable)
  }
})

test('each cut and each addition is rejected', () => {
  const sealed = box.seal(place, 'hunter2')
  for (let length = 0; length < sealed.length; length++)
    expect(box.open(place, sealed.slice(0, length)), `length ${length}`).toEqual(unreadable)
  expect(box.open(place, Uint8Array.from([...sealed, 0]))).toEqual(unreadable)
})

test('a row copied to another tenant, data source or field does not open', () => {
  const sealed = box.seal(place, 'hunter2')
  expect(box.open({ ...place, tenantId: asId<TenantId>('tenant-b') }, sealed)).toEqual(unreadable)
  expect(box.open({ ...place, owner: 'source-2' }, sealed)).toEqual(unreadable)
  expect(box.open({ ...place, field: 'other' }, sealed)).toEqual(unreadable)
})

test('parts of two secrets cannot be put together', () => {
  const [left, right] = [box.seal(place, 'hunter2'), box.seal(place, 'letmein')]
  expect(box.open(place, Uint8Array.from([...left.slice(0, 65), ...right.slice(65)]))).toEqual(unreadable)
})

test('the same text never seals to the same bytes, and shows in none of them', () => {
  const sealed = Array.from({ length: 50 }, () => Buffer.from(box.seal(place, 'planted-canary')).toString('latin1'))
  expect(new Set(sealed).size).toBe(50)
  expect(sealed.filter(text => text.includes('canary'))).toEqual([])
})

test('an older key still opens what it sealed; without it nothing opens', () => {
  const sealed = createSecretBox(key).seal(place, 'hunter2')
  const newer = randomBytes(32)
  expect(createSecretBox(newer, [key]).open(place, sealed)).toEqual({ ok: true, value: 'hunter2' })
  expect(createSecretBox(newer).open(place, sealed)).toEqual(unreadable)
})

test('a key of another length is refused at once', () => {
  expect(() => createSecretBox(randomBytes(16))).toThrow('32 bytes')
})
