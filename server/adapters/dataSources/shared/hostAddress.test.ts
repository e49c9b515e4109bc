import { expect, test } from 'vitest'
import { addressClass, isPlainHost, resolveHost } from './hostAddress.ts'

const resolvesTo =
  (...addresses: string[]) =>
  async () =>
    addresses.map(address => ({ address }))

test.each([
  '169.254.169.254',
  '169.254.0.1',
  'fd00:ec2::254',
  'fe80::1',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  '2002:a9fe:a9fe::1',
  '::a9fe:a9fe',
  '100.100.100.200',
  '168.63.129.16',
  '224.0.0.1',
  'ff02::1',
  '255.255.255.255',
  'no address',
  'fe80::1%eth0',
])('%s is forbidden', address => {
  expect(addressClass(address)).toBe('forbidden')
})

test.each([
  '127.0.0.1',
  '127.9.9.9',
  '0.0.0.0',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '::1',
  '::',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::7f00:1',
  'fc00::1',
  'fd12::1',
  '64:ff9b::7f00:1',
  '2002:7f00:1::',
  '198.18.0.1',
])('%s is private', address => {
  expect(addressClass(address)).toBe('private')
})

test.each(['8.8.8.8', '172.32.0.1', '169.253.1.1', '100.63.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])(
  '%s is public',
  address => {
    expect(addressClass(address)).toBe('public')
  },
)

test.each(['warehouse.example.com', 'db', 'my_host', 'db-1.internal.', '10.0.0.1', '::1'])(
  '%s is a plain host',
  host => {
    expect(isPlainHost(host)).toBe(true)
  },
)

test.each([
  '/var/run/postgresql',
  'a,b',
  'a b',
  'host:5432',
  'user@host',
  'http://host',
  'host?sslmode=disable',
  'service=x',
  '%2ftmp',
  'fe80::1%eth0',
  '@abstract',
  '',
  '-h',
  '..',
  '①②⑦.⓪.⓪.①',
  'host/x',
  'host\0',
  'ho\nst',
])('%j is no plain host', host => {
  expect(isPlainHost(host)).toBe(false)
})

test('a host is its checked addresses', async () => {
  expect(
    await resolveHost('db', { allowPrivateAddresses: false, resolve: resolvesTo('8.8.8.8', '2606:4700::1111') }),
  ).toEqual({ ok: true, value: ['8.8.8.8', '2606:4700::1111'] })
  expect(await resolveHost('db', { allowPrivateAddresses: true, resolve: resolvesTo('10.0.0.1') })).toEqual({
    ok: true,
    value: ['10.0.0.1'],
  })
})

test('one address that may not be reached refuses the host, without naming it', async () => {
  const refused = {
    ok: false,
    problem: {
      code: 'bad-settings',
      message: expect.stringMatching(/^The host (has an address that no|is in a private network)/) as string,
      retryable: false,
    },
  }
  expect(await resolveHost('db', { allowPrivateAddresses: false, resolve: resolvesTo('8.8.8.8', '10.0.0.1') })).toEqual(
    refused,
  )
  expect(
    await resolveHost('db', { allowPrivateAddresses: true, resolve: resolvesTo('8.8.8.8', '169.254.169.254') }),
  ).toEqual(refused)
})

test.each(['127.1', '2130706433', '0x7f.1', '0177.0.0.1', '0', 'localhost', '127.0.0.1', '::1', '::ffff:7f00:1'])(
  '%s is seen to be this machine',
  async host => {
    expect(await resolveHost(host, { allowPrivateAddresses: false })).toMatchObject({
      ok: false,
      problem: { code: 'bad-settings' },
    })
  },
)

test('a name without address is unreachable', async () => {
  expect(await resolveHost('no-such-host.invalid', { allowPrivateAddresses: true })).toMatchObject({
    ok: false,
    problem: { code: 'unreachable', retryable: true },
  })
})
