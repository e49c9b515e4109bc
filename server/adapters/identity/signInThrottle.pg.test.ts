import { afterAll, beforeAll, expect, test } from 'vitest'
import { viewDatabase } from '../../testing/viewDatabase.ts'
import { createSignInThrottle } from './signInThrottle.ts'

const SECOND = 1000

let views: Awaited<ReturnType<typeof viewDatabase>>
beforeAll(async () => {
  views = await viewDatabase()
})
afterAll(() => views.drop())

const start = async () => {
  await views.db.signInTry.deleteMany()
  let at = Date.UTC(2026, 0, 1)
  const now = () => new Date(at)
  const throttle = createSignInThrottle(views.db, now)
  return {
    throttle,
    other: createSignInThrottle(views.db, now),
    pass: (ms: number) => {
      at += ms
    },
    /** The wait until the next try, in seconds; 0 where it was admitted. */
    async tryAs(account: string, address: string | null = null, by = throttle) {
      const admitted = await by.admit({ account, address })
      return admitted.ok ? 0 : admitted.problem.retryAfterMs / SECOND
    },
  }
}

const times = async <Answer>(count: number, work: (index: number) => Promise<Answer>) => {
  const answers: Answer[] = []
  for (let index = 0; index < count; index += 1) answers.push(await work(index))
  return answers
}

test('five tries are free, then each costs twice the wait of the one before, up to a quarter of an hour', async () => {
  const { tryAs, pass } = await start()
  expect(await times(5, () => tryAs('ada'))).toEqual([0, 0, 0, 0, 0])
  const waits = await times(12, async () => {
    const wait = await tryAs('ada')
    pass(wait * SECOND)
    expect(await tryAs('ada')).toBe(0)
    return wait
  })
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900])
})

test('a try that was refused costs nothing, so nobody is locked out for good', async () => {
  const { tryAs, pass } = await start()
  await times(30, () => tryAs('ada'))
  expect(await tryAs('ada')).toBe(2)
  pass(2 * SECOND)
  expect(await tryAs('ada')).toBe(0)
})

test('accounts do not hold each other up, a right password clears the account, and so does half an hour', async () => {
  const { tryAs, throttle, pass } = await start()
  await times(6, () => tryAs('ada'))
  expect([await tryAs('ada'), await tryAs('bob')]).toEqual([2, 0])
  await throttle.forget('ada')
  expect(await tryAs('ada')).toBe(0)
  await times(6, () => tryAs('eve'))
  pass(30 * 60 * SECOND + 1)
  expect(await times(5, () => tryAs('eve'))).toEqual([0, 0, 0, 0, 0])
  expect(await views.db.signInTry.count()).toBe(1)
})

test('of tries at once in several processes five are admitted in all', async () => {
  const { throttle, other } = await start()
  const tries = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? throttle : other).admit({ account: 'ada', address: null }),
    ),
  )
  expect(tries.filter(({ ok }) => ok)).toHaveLength(5)
})

test('one address may try fifty accounts, and of IPv6 the whole network of a customer is one address', async () => {
  const { tryAs } = await start()
  expect(await times(51, index => tryAs(`made up ${index}`, '203.0.113.7'))).toEqual([...Array<number>(50).fill(0), 2])
  expect(await tryAs('another', '203.0.113.8')).toBe(0)
  await times(50, index => tryAs(`made up too ${index}`, `2001:db8:0:1::${index}`))
  expect([
    await tryAs('x', '2001:db8:0:1:ffff::1'),
    await tryAs('y', '2001:db8:0:2::1'),
    await tryAs('z', '::ffff:203.0.113.7'),
  ]).toEqual([2, 0, 2])
})

test('what was typed as an account is stored nowhere', async () => {
  const { tryAs } = await start()
  await tryAs('my password by mistake', '203.0.113.7')
  const stored = JSON.stringify(await views.db.signInTry.findMany())
  expect(stored).toMatch(/account:[0-9a-f]{32}/)
  expect(stored).not.toMatch(/password|203\.0/)
})
