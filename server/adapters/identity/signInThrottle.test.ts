import { expect, test } from 'vitest'
import { createSignInThrottle } from './signInThrottle.ts'

const SECOND = 1000

const start = () => {
  let now = 0
  const throttle = createSignInThrottle(() => now)
  return {
    throttle,
    pass: (ms: number) => { now += ms },
    /** The wait until the next try, in seconds; 0 where it was admitted. */
    tryAs(account: string) {
      const admitted = throttle.admit(account)
      return admitted.ok ? 0 : admitted.problem.retryAfterMs / SECOND
    },
  }
}

test('five tries are free, then each costs twice the wait of the one before, up to a quarter of an hour', () => {
  const { tryAs, pass } = start()
  expect([1, 2, 3, 4, 5].map(() => tryAs('ada'))).toEqual([0, 0, 0, 0, 0])
  const waits = Array.from({ length: 12 }, () => {
    const wait = tryAs('ada')
    pass(wait * SECOND)
    expect(tryAs('ada')).toBe(0)
    return wait
  })
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
})

test('a try that was refused costs nothing, so nobody is locked out for good', () => {
  const { tryAs, pass } = start()
  for (let count = 0; count < 100; count += 1) tryAs('ada')
  expect(tryAs('ada')).toBe(2)
  pass(2 * SECOND)
  expect(tryAs('ada')).toBe(0)
})

test('accounts do not hold each other up, a right password clears the account, and so does half an hour', () => {
  const { tryAs, throttle, pass } = start()
  for (let count = 0; count < 6; count += 1) tryAs('ada')
  expect([tryAs('ada'), tryAs('bob')]).toEqual([2, 0])
  throttle.forget('ada')
  expect(tryAs('ada')).toBe(0)
  for (let count = 0; count < 6; count += 1) tryAs('eve')
  pass(30 * 60 * SECOND)
  expect([1, 2, 3, 4, 5].map(() => tryAs('eve'))).toEqual([0, 0, 0, 0, 0])
})

test('a crowd of made-up accounts pushes the oldest out instead of filling the memory', () => {
  const { tryAs } = start()
  for (let count = 0; count < 6; count += 1) tryAs('first')
  expect(tryAs('first')).toBe(2)
  for (let number = 0; number < 10_000; number += 1) tryAs(`made up ${number}`)
  expect(tryAs('first')).toBe(0)
})
