import { expect, test } from 'vitest'
import { isWithin, rangesOf } from './ipRanges.ts'

test('addresses and networks are stored in one spelling each', () => {
  expect(rangesOf([' 203.0.113.7', '203.0.113.7/32', '10.0.0.0/8', '2001:DB8::/32', '::1'])).toEqual({
    ok: true,
    value: ['203.0.113.7/32', '10.0.0.0/8', '2001:db8::/32', '::1/128'],
  })
})

test.each([
  '',
  'localhost',
  '10.0.0',
  '0x7f.1',
  '127.1',
  '2130706433',
  '010.0.0.1',
  '10.0.0.0/33',
  '10.0.0.0/-1',
  '10.0.0.0/8/8',
  '10.0.0.0/',
  '::1/129',
  'fe80::1%eth0',
  '*',
])('%s is no network', typed => {
  expect(rangesOf(['10.0.0.1', typed])).toEqual({ ok: false, problem: { code: 'invalid', typed } })
})

test.each([
  ['10.1.2.3', true],
  ['::ffff:10.1.2.3', true],
  ['11.0.0.1', false],
  ['2001:db8::5', true],
  ['2001:db9::5', false],
  ['::1', false],
  [null, false],
  ['nonsense', false],
] as const)('%s within 10.0.0.0/8 and 2001:db8::/32: %s', (address, within) => {
  expect(isWithin(address, ['10.0.0.0/8', '2001:db8::/32'])).toBe(within)
  expect(isWithin(address, [])).toBe(true)
})
