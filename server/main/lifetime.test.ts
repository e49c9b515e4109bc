import { expect, test } from 'vitest'
import { createLifetime } from './lifetime.ts'

test('closes what was opened last first, and each once', async () => {
  const closed: string[] = []
  const lifetime = createLifetime()
  const close = (name: string) => {
    closed.push(name)
  }
  expect(await lifetime.keep('database', close)).toBe('database')
  await lifetime.keep(Promise.resolve('server'), close)
  await lifetime.end()
  await lifetime.end()
  expect(closed).toEqual(['server', 'database'])
})

test('what is still opening when the end comes is closed as soon as it is open', async () => {
  const closed: string[] = []
  const lifetime = createLifetime()
  const opening = Promise.withResolvers<string>()
  const kept = lifetime.keep(opening.promise, name => {
    closed.push(name)
  })
  await lifetime.end()
  opening.resolve('database')
  await expect(kept).rejects.toThrow('Stopped while starting')
  expect(closed).toEqual(['database'])
})

test('one that does not close keeps none of the others open', async () => {
  const closed: string[] = []
  const lifetime = createLifetime()
  await lifetime.keep('database', name => {
    closed.push(name)
  })
  await lifetime.keep('server', () => {
    throw new Error('stuck')
  })
  await expect(lifetime.end()).rejects.toThrow('stuck')
  expect(closed).toEqual(['database'])
})
