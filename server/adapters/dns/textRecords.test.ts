import { afterAll, beforeAll, expect, test } from 'vitest'
import { startDnsServer } from '../../testing/dnsServer.ts'
import { createTextRecords } from './textRecords.ts'

let dns: Awaited<ReturnType<typeof startDnsServer>>
beforeAll(async () => {
  dns = await startDnsServer()
})
afterAll(() => dns.close())

test('the records of a name are told whole, and a name without any has none', async () => {
  const records = createTextRecords({ servers: [dns.address] })
  const long = 'x'.repeat(300)
  dns.set('_dataing.one.example', ['dataing-verification=abc', long])
  dns.set('empty.example', [])
  expect(await records.of('_dataing.one.example')).toEqual({ ok: true, value: ['dataing-verification=abc', long] })
  expect([await records.of('empty.example'), await records.of('nowhere.example')]).toEqual([
    { ok: true, value: [] },
    { ok: true, value: [] },
  ])
})

test('name servers that do not answer are told from a name without records', async () => {
  const silent = await startDnsServer()
  await silent.close()
  expect(await createTextRecords({ servers: [silent.address], timeoutMs: 50 }).of('one.example')).toEqual({
    ok: false,
    problem: { code: 'unreachable' },
  })
})
