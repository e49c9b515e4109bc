import { expect, test } from 'vitest'
import { createSemaphore } from './semaphore.ts'

const never = new AbortController().signal

test('only so many work at once, and the others follow in order', async () => {
  const semaphore = createSemaphore(2)
  const log: string[] = []
  let inside = 0
  const work = (name: string) => async () => {
    log.push(`${name} with ${++inside}`)
    await new Promise(setImmediate)
    inside--
  }
  await Promise.all(['a', 'b', 'c', 'd'].map(name => semaphore.run(never, work(name))))
  expect(log).toEqual(['a with 1', 'b with 2', 'c with 2', 'd with 2'])
})

test('who is aborted while waiting does no work and takes no place', async () => {
  const semaphore = createSemaphore(1)
  const { promise, resolve } = Promise.withResolvers<string>()
  const first = semaphore.run(never, () => promise)
  const impatient = new AbortController()
  const second = semaphore.run(impatient.signal, async () => 'second')
  const third = semaphore.run(never, async () => 'third')
  impatient.abort()
  expect(await second).toBeNull()
  resolve('first')
  expect(await Promise.all([first, third])).toEqual(['first', 'third'])
  expect(await semaphore.run(impatient.signal, async () => 'late')).toBeNull()
})

test('a place is given on after a throw', async () => {
  const semaphore = createSemaphore(1)
  await expect(semaphore.run(never, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
  expect(await semaphore.run(never, async () => 'next')).toBe('next')
})
