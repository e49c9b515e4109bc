import { expect, test } from 'vitest'
import { isZone, zoneInstant } from './zone.ts'

test('a local hour is an instant', () => {
  expect(zoneInstant('2026-06-12T00', 'UTC')).toBe('2026-06-12T00:00:00.000Z')
  expect(zoneInstant('2026-06-12T00', 'Europe/Berlin')).toBe('2026-06-11T22:00:00.000Z')
  expect(zoneInstant('2026-01-12T00', 'America/New_York')).toBe('2026-01-12T05:00:00.000Z')
  expect(zoneInstant('2026-06-12T00', 'Asia/Kolkata')).toBe('2026-06-11T18:30:00.000Z')
})

test('the days on which clocks change begin at their own midnight', () => {
  expect(zoneInstant('2026-03-29T00', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z')
  expect(zoneInstant('2026-03-30T00', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z')
  expect(zoneInstant('2026-10-26T00', 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z')
})

test('knows zones from other words', () => {
  expect([isZone('Europe/Berlin'), isZone('Berlin'), isZone('')]).toEqual([true, false, false])
})
