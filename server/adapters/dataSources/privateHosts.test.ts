import { once } from 'node:events'
import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { DataSource, DataSourceProblem } from '../../core/ports/dataSource.ts'
import type { Result } from '../../core/shared/result.ts'
import { connectBigquery } from './bigquery/connectBigquery.ts'
import { connectMysql } from './mysql/connectMysql.ts'
import { connectPostgres } from './postgres/connectPostgres.ts'
import type { Resolve } from './shared/hostAddress.ts'
import { connectTrino } from './trino/connectTrino.ts'
import { bigqueryAddress } from './bigquery/bigqueryAddress.ts'
import { snowflake } from './snowflake.ts'

/** This machine, in the ways that a resolver, a URL or a driver may read; and what stands for it in other networks. */
const spellings = [
  '127.0.0.1',
  '127.0.0.2',
  '127.255.255.254',
  '127.1',
  '127.0.1',
  '0',
  '0.0.0.0',
  '2130706433',
  '017700000001',
  '0x7f000001',
  '0x7f.1',
  '0177.0.0.1',
  '0x7f.0x0.0x0.0x1',
  '127.0.0.1.',
  'localhost',
  'LOCALHOST',
  'localhost.',
  '::1',
  '::',
  '0:0:0:0:0:0:0:1',
  '::ffff:127.0.0.1',
  '::ffff:7f00:1',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '[::1]',
  '[::ffff:7f00:1]',
  '①②⑦.⓪.⓪.①',
  '127。0。0。1',
  '%31%32%37.0.0.1',
  '127.0.0.1#example.com',
  'example.com@127.0.0.1',
  '169.254.169.254',
  '0xa9fea9fe',
  '2852039166',
  '::ffff:a9fe:a9fe',
  'fd00:ec2::254',
  '10.0.0.1',
  '192.168.0.1',
  '172.16.0.1',
  '100.64.0.1',
  'fe80::1',
]

let server: Server
let heard = 0
beforeAll(async () => {
  server = createServer(socket => {
    heard++
    socket.on('error', () => undefined).destroy()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
})
beforeEach(() => {
  heard = 0
})
afterAll(() => server.close())

type Rules = { readonly allowPrivateAddresses: boolean; readonly maxConcurrent: number; readonly resolve?: Resolve }
type Connect = (host: string, rules: Rules) => Promise<Result<DataSource, DataSourceProblem>>

const port = () => (server.address() as AddressInfo).port
const login = { database: 'shop', user: 'reader', password: 'planted-canary', ssl: 'disable' as const }

const kinds: readonly (readonly [string, Connect])[] = [
  ['postgres', (host, rules) => connectPostgres({ ...login, host, port: port() }, rules)],
  ['mysql', (host, rules) => connectMysql({ ...login, host, port: port() }, rules)],
  [
    'trino',
    (host, rules) =>
      connectTrino({ host, port: port(), catalog: 'shop', schema: 'shop', user: 'reader', ssl: 'disable' }, rules),
  ],
]
const closed: Rules = { allowPrivateAddresses: false, maxConcurrent: 1 }
const answering = (...answers: readonly string[]): Resolve => {
  let asked = 0
  return async () => [{ address: answers[Math.min(asked++, answers.length - 1)] ?? '' }]
}

describe.each(kinds)('%s', (_, connect) => {
  test.each(spellings)('%s is not connected to', async host => {
    expect(await connect(host, closed)).toMatchObject({
      ok: false,
      problem: { code: expect.stringMatching(/^(bad-settings|unreachable)$/) as string },
    })
    expect(heard).toBe(0)
  })

  test('a name that means a private address is not connected to, whatever other addresses it has', async () => {
    const resolve: Resolve = async () => ['93.184.215.14', '127.0.0.1'].map(address => ({ address }))
    expect(await connect('warehouse.example.com', { ...closed, resolve })).toMatchObject({
      ok: false,
      problem: { code: 'bad-settings' },
    })
    expect(heard).toBe(0)
  })

  test('the control: where the operator allows it, the same address is connected to', async () => {
    await connect('127.0.0.1', { ...closed, allowPrivateAddresses: true })
    expect(heard).toBeGreaterThan(0)
  })

  test('a name that meant this machine once and means it no more is connected to as it was checked, each time anew', async () => {
    const resolve = answering('127.0.0.1', '169.254.169.254')
    const rules = { ...closed, allowPrivateAddresses: true, resolve }
    await connect('warehouse.example.com', rules)
    expect(heard).toBeGreaterThan(0)
    heard = 0
    expect(await connect('warehouse.example.com', rules)).toEqual({
      ok: false,
      problem: { code: 'bad-settings', message: 'The host has an address that no data source has.', retryable: false },
    })
    expect(heard).toBe(0)
  })
})

const account = {
  account: 'ACME-TEST',
  user: 'READER',
  role: 'READER',
  warehouse: 'WH',
  database: 'SHOP',
  schema: 'PUBLIC',
}
const options = { ...closed, fileRoots: null, duckdb: { memoryMb: 256, threads: 1 } }

describe('clients that look names up by themselves', () => {
  test.each(spellings)('no address of the settings leads them to %s', async host => {
    const address = `http://${host}:${port()}`
    const found = await connectBigquery(
      { project: 'acme', datasets: 'shop', location: 'US', mostGigabytes: 1, apiEndpoint: address },
      closed,
    )
    expect(found).toMatchObject({ ok: false, problem: { code: 'bad-settings' } })
    const frosty = await snowflake.connect(
      { kind: 'snowflake', settings: { ...account, address }, secrets: { password: 'planted-canary' } },
      options,
    )
    expect(frosty).toMatchObject({ ok: false, problem: { code: 'bad-settings' } })
    expect(heard).toBe(0)
  })

  test("the control: Google's own names are known, and nothing that only looks like them", () => {
    expect(
      ['', 'https://bigquery.googleapis.com', 'https://bigquery-acme.p.googleapis.com'].map(
        address => bigqueryAddress(address)?.known,
      ),
    ).toEqual([true, true, true])
    expect(
      [
        'http://bigquery.googleapis.com',
        'https://bigquery.googleapis.com.evil.example',
        'https://evilgoogleapis.com',
        'https://evil.example/googleapis.com',
        'https://a@bigquery.googleapis.com',
      ].map(address => bigqueryAddress(address)?.known ?? null),
    ).toEqual([false, false, false, null, null])
  })
})
