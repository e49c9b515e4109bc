import { expect, test } from 'vitest'
import { originOf } from './origin.ts'

const request = (headers: Record<string, string>) => ({ headers, socket: { remoteAddress: '127.0.0.1' } })
const proxied = new URL('https://dataing.example')

test('behind a proxy the address is the one that the proxy added, not one that the caller made up', () => {
  expect(originOf(request({ 'x-forwarded-for': '10.0.0.1, 203.0.113.7', 'user-agent': 'curl' }), proxied)).toEqual({
    address: '203.0.113.7',
    agent: 'curl',
  })
  expect(originOf(request({}), proxied)).toEqual({ address: '127.0.0.1', agent: null })
})

test('without a proxy nobody may say where they are', () => {
  expect(originOf(request({ 'x-forwarded-for': '203.0.113.7' }), null).address).toBe('127.0.0.1')
})
