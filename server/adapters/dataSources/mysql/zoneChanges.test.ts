import { expect, test } from 'vitest'
import { zoneOffset } from '../../../core/shared/zone.ts'
import { zoneChanges, type ZoneChanges } from './zoneChanges.ts'

const HOUR = 3_600_000
const text = (at: number) => new Date(at).toISOString().slice(0, 19).replace('T', ' ')
const minutesAt = ({ changes, last }: ZoneChanges, at: number) =>
  changes.find(({ until }) => text(at) < until)?.minutes ?? last

test.each([
  { zone: 'Europe/Berlin', from: '2026-01-20T23:00:00Z', to: '2026-04-01T22:00:00Z', times: 1 },
  { zone: 'Europe/Berlin', from: '2026-04-10T22:00:00Z', to: '2026-06-13T22:00:00Z', times: 0 },
  { zone: 'Europe/Berlin', from: '2026-03-29T01:00:00Z', to: '2026-10-25T01:00:00Z', times: 0 },
  { zone: 'Europe/Berlin', from: '2026-03-29T00:00:00Z', to: '2026-10-25T02:00:00Z', times: 2 },
  { zone: 'America/New_York', from: '2025-09-01T04:00:00Z', to: '2025-11-09T05:00:00Z', times: 1 },
  { zone: 'Africa/Casablanca', from: '2026-02-01T00:00:00Z', to: '2026-04-10T00:00:00Z', times: 2 },
  { zone: 'Asia/Kolkata', from: '2026-02-01T00:00:00Z', to: '2026-04-10T00:00:00Z', times: 0 },
])('in $zone from $from until $to the clock is put $times times', ({ times, ...clock }) => {
  const found = zoneChanges(clock)
  expect(found.changes).toHaveLength(times)
  for (let at = Date.parse(clock.from); at < Date.parse(clock.to); at += HOUR)
    expect(minutesAt(found, at)).toBe(zoneOffset(at, clock.zone) / 60_000)
})

test('where nobody knows which rows are read, all changes are told', () => {
  const all = zoneChanges({ zone: 'Europe/Berlin', from: null, to: null })
  expect(all.changes.length).toBeGreaterThan(40)
  const since = zoneChanges({ zone: 'Europe/Berlin', from: '2026-06-01T00:00:00Z', to: null })
  expect([since.changes[0]?.until, since.last]).toEqual(['2026-10-25 01:00:00', all.last])
})
