import { expect, test } from 'vitest'
import { timeLeft } from './timeLeft.ts'

const now = Date.parse('2026-06-12T12:00:00Z')
const left = (deadline: string) => timeLeft(deadline, now)

test('the time left is told in the largest unit that says enough, and the last hour is urgent', () => {
  expect(left('2026-06-12T11:59:00Z')).toEqual({ text: 'time is up', urgency: 'hour', isUrgent: true })
  expect(left('2026-06-12T12:30:30Z')).toEqual({ text: '31 min left', urgency: 'hour', isUrgent: true })
  expect(left('2026-06-12T15:10:00Z')).toEqual({ text: '3 h left', urgency: 'day', isUrgent: false })
  expect(left('2026-06-13T18:00:00Z')).toEqual({ text: '30 h left', urgency: 'later', isUrgent: false })
  expect(left('2026-06-15T18:00:00Z')).toEqual({ text: '3 days left', urgency: 'later', isUrgent: false })
})
