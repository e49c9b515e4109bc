import { expect, test } from 'vitest'
import { createGate } from './gate.ts'

test('at most so many works run at once, the others in their order, also after one failed', async () => {
  const gate = createGate(2)
  const begun: number[] = []
  let [running, most] = [0, 0]
  const work = (number: number) =>
    gate(async () => {
      begun.push(number)
      running += 1
      most = Math.max(most, running)
      await new Promise<void>(resolve => setImmediate(resolve))
      running -= 1
      if (number === 2) throw new Error('failed')
      return number
    })
  const ended = await Promise.allSettled([1, 2, 3, 4, 5].map(work))
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled'])
  expect(begun).toEqual([1, 2, 3, 4, 5])
  expect(most).toBe(2)
})
