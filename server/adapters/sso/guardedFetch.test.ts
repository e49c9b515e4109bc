import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createGuardedFetch, type Resolve } from './guardedFetch.ts'

let url: string
let reached = 0
const server = createServer((request, response) => {
  reached += 1
  if (request.url === '/moved') response.writeHead(302, { location: '/there' }).end()
  else
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(request.url === '/large' ? 'x'.repeat(600_000) : '{"ok":true}')
})
beforeAll(async () => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.close()
})

const options = { method: 'GET', headers: {}, body: null, redirect: 'manual' } as const
const refused = createGuardedFetch({ allowPrivate: false })

test('where private networks are allowed it fetches, follows nothing, and stops at too much', async () => {
  const fetch = createGuardedFetch({ allowPrivate: true })
  expect(await (await fetch(`${url}/`, options)).json()).toEqual({ ok: true })
  expect((await fetch(`${url}/moved`, options)).status).toBe(302)
  await expect(fetch(`${url}/large`, options)).rejects.toThrow('too much')
})

test.each([
  'https://127.0.0.1/',
  'https://0/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://[::]/',
  'https://[::1]/',
  'https://[::ffff:7f00:1]/',
  'https://①②⑦.⓪.⓪.①/',
  'https://10.0.0.1/',
  'https://169.254.169.254/latest/meta-data',
  'https://[64:ff9b::7f00:1]/',
  'https://[2002:7f00:1::]/',
  'https://[fd00::1]/',
])('%s is not even connected to', async address => {
  await expect(refused(address, options)).rejects.toThrow('no public address')
})

test('no name may lead inside, not even one of several addresses, nor by a second answer', async () => {
  const before = reached
  const lies: Resolve = async () => [
    { address: '203.0.113.7', family: 4 },
    { address: '127.0.0.1', family: 4 },
  ]
  await expect(
    createGuardedFetch({ allowPrivate: false, resolve: lies })('https://login.example.com/', options),
  ).rejects.toThrow('no public address')
  await expect(refused(url, options)).rejects.toThrow('https only')
  let asked = 0
  const rebinds: Resolve = async () => {
    asked += 1
    return [{ address: asked === 1 ? '8.8.8.8' : '127.0.0.1', family: 4 }]
  }
  const fetch = createGuardedFetch({ allowPrivate: false, resolve: rebinds })
  await expect(fetch('https://login.example.com:1/', { ...options, signal: AbortSignal.timeout(50) })).rejects.toThrow()
  expect(asked).toBe(1)
  await expect(fetch('https://login.example.com:1/', options)).rejects.toThrow('no public address')
  expect(reached).toBe(before)
})
