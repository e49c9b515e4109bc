import { expect, test } from 'vitest'
import type { SignedIn } from '../core/access/signedIn.ts'
import { asId } from '../core/shared/ids.ts'
import { createMemoryPurses } from '../testing/memoryPurses.ts'
import { createRateLimiter } from './rateLimit.ts'

const person = (id: string, key: SignedIn['key'] = null): SignedIn => ({
  tenantId: asId('t'),
  personId: asId(id),
  name: id,
  role: 'member',
  credential: { kind: key === null ? 'session' : 'key', id: `of ${id}` },
  key,
})
const from = (signedIn: SignedIn | null, address = '203.0.113.7') => ({ signedIn, origin: { address, agent: null } })

const start = () => {
  let at = 0
  const purses = createMemoryPurses(() => at)
  const process = () =>
    createRateLimiter(
      { known: { burst: 1000, perSecond: 100, least: 10 }, stranger: { burst: 50, perSecond: 10, least: 10 } },
      purses,
    ).charge
  return {
    charge: process(),
    other: process(),
    pass: (ms: number) => {
      at += ms
    },
  }
}

test('the numbers go down as calls are made, come back with time, and never above the burst', async () => {
  const { charge, pass } = start()
  const ada = from(person('ada'))
  expect(await charge(ada, 300)).toEqual({
    admitted: true,
    requested: 300,
    limit: 1000,
    remaining: 700,
    resetMs: 3000,
    retryAfterMs: 0,
  })
  expect(await charge(ada, 1)).toMatchObject({ requested: 10, remaining: 690 })
  pass(1000)
  expect(await charge(ada, 100)).toMatchObject({ remaining: 690 })
  pass(60_000)
  expect(await charge(ada, 100)).toMatchObject({ remaining: 900 })
})

test('over the limit a call is refused, costs nothing, and is told when to come again', async () => {
  const { charge, pass } = start()
  const ada = from(person('ada'))
  await charge(ada, 900)
  expect(await charge(ada, 300)).toMatchObject({ admitted: false, remaining: 100, retryAfterMs: 2000 })
  expect(await charge(ada, 300)).toMatchObject({ admitted: false, remaining: 100, retryAfterMs: 2000 })
  expect(await charge(ada, 100)).toMatchObject({ admitted: true, remaining: 0 })
  pass(3000)
  expect(await charge(ada, 300)).toMatchObject({ admitted: true, remaining: 0 })
})

test('several processes allow together what one would', async () => {
  const { charge, other } = start()
  const ada = from(person('ada'))
  const admitted = []
  for (let count = 0; count < 12; count += 1)
    admitted.push((await (count % 2 === 0 ? charge : other)(ada, 100)).admitted)
  expect(admitted).toEqual([...Array<boolean>(10).fill(true), false, false])
})

test("people, keys and addresses do not use up each other's", async () => {
  const { charge } = start()
  await charge(from(person('ada')), 1000)
  expect((await charge(from(person('ada'), '203.0.113.8'), 10)).admitted).toBe(false)
  for (const each of [person('bob'), person('ada', { name: 'ci', scopes: [] }), null])
    expect((await charge(from(each), 10)).admitted).toBe(true)
  for (let count = 0; count < 4; count += 1) await charge(from(null), 10)
  expect([(await charge(from(null), 10)).admitted, (await charge(from(null, '203.0.113.9'), 10)).admitted]).toEqual([
    false,
    true,
  ])
})

test('who has a network of IPv6 has no more by using all its addresses', async () => {
  const { charge } = start()
  for (let count = 0; count < 5; count += 1) await charge(from(null, `2001:db8:1:2::${count}`), 10)
  expect([
    (await charge(from(null, '2001:db8:1:2:ffff::9'), 10)).admitted,
    (await charge(from(null, '2001:db8:1:3::1'), 10)).admitted,
  ]).toEqual([false, true])
})

test('a call dearer than the whole burst takes a full purse', async () => {
  const { charge } = start()
  expect(await charge(from(person('ada')), 5000)).toMatchObject({ admitted: true, requested: 1000, remaining: 0 })
})
