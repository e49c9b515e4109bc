import { expect, test } from 'vitest'
import type { SignedIn } from '../core/access/signedIn.ts'
import { asId } from '../core/shared/ids.ts'
import { createRateLimiter } from './rateLimit.ts'

const person = (id: string, key: SignedIn['key'] = null): SignedIn =>
  ({ tenantId: asId('t'), personId: asId(id), name: id, role: 'member', credential: { kind: key === null ? 'session' : 'key', id: `of ${id}` }, key })
const from = (signedIn: SignedIn | null, address = '203.0.113.7') => ({ signedIn, origin: { address, agent: null } })

const start = () => {
  let at = 0
  const limiter = createRateLimiter({ known: { burst: 1000, perSecond: 100, least: 10 }, stranger: { burst: 50, perSecond: 10, least: 10 } }, () => at)
  return { charge: limiter.charge, pass: (ms: number) => { at += ms } }
}

test('the numbers go down as calls are made, come back with time, and never above the burst', () => {
  const { charge, pass } = start()
  const ada = from(person('ada'))
  expect(charge(ada, 300)).toEqual({ admitted: true, requested: 300, limit: 1000, remaining: 700, resetMs: 3000, retryAfterMs: 0 })
  expect(charge(ada, 1)).toMatchObject({ requested: 10, remaining: 690 })
  pass(1000)
  expect(charge(ada, 10)).toMatchObject({ remaining: 780 })
  pass(60_000)
  expect(charge(ada, 10)).toMatchObject({ remaining: 990 })
})

test('over the limit a call is refused, costs nothing, and is told when to come again', () => {
  const { charge, pass } = start()
  const ada = from(person('ada'))
  charge(ada, 900)
  expect(charge(ada, 300)).toMatchObject({ admitted: false, remaining: 100, retryAfterMs: 2000 })
  expect(charge(ada, 300)).toMatchObject({ admitted: false, remaining: 100, retryAfterMs: 2000 })
  expect(charge(ada, 100)).toMatchObject({ admitted: true, remaining: 0 })
  pass(3000)
  expect(charge(ada, 300)).toMatchObject({ admitted: true, remaining: 0 })
})

test('people, keys and addresses do not use up each other\'s', () => {
  const { charge } = start()
  charge(from(person('ada')), 1000)
  expect(charge(from(person('ada'), '203.0.113.8'), 10).admitted).toBe(false)
  expect([person('bob'), person('ada', { name: 'ci', scopes: [] }), null].map(each => charge(from(each), 10).admitted)).toEqual([true, true, true])
  for (let count = 0; count < 5; count += 1) charge(from(null), 10)
  expect([charge(from(null), 10).admitted, charge(from(null, '203.0.113.9'), 10).admitted]).toEqual([false, true])
})

test('a call dearer than the whole burst takes a full purse', () => {
  const { charge } = start()
  expect(charge(from(person('ada')), 5000)).toMatchObject({ admitted: true, requested: 1000, remaining: 0 })
})
