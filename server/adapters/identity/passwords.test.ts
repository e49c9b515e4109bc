import { hash } from '@node-rs/argon2'
import { expect, test } from 'vitest'
import { createPasswords } from './passwords.ts'

const passwords = createPasswords()

test('a password is right for its own hash only', async () => {
  const stored = await passwords.hash('correct horse battery')
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=65536,t=3,p=1\$/)
  expect(await passwords.verify(stored, 'correct horse battery')).toEqual({ right: true, stale: false })
  expect(await passwords.verify(stored, 'correct horse batterx')).toEqual({ right: false, stale: false })
})

test('without an account every password is wrong, and it costs a hash all the same', async () => {
  const stored = await passwords.hash('correct horse battery')
  const cost = async (work: () => Promise<unknown>) => {
    const start = process.cpuUsage()
    await work()
    const { user, system } = process.cpuUsage(start)
    return user + system
  }
  const known = await cost(() => passwords.verify(stored, 'wrong'))
  const unknown = await cost(() => passwords.verify(null, 'wrong'))
  expect(unknown).toBeGreaterThan(known / 4)
  expect(await passwords.verify(null, 'the hash that unknown accounts are compared with')).toEqual({
    right: false,
    stale: false,
  })
})

test('a hash of other parameters is right and stale', async () => {
  const stored = await hash('correct horse battery', { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
  expect(await passwords.verify(stored, 'correct horse battery')).toEqual({ right: true, stale: true })
})
