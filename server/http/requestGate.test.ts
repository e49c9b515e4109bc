import { expect, test } from 'vitest'
import { gateRefusal, isCrossSite } from './requestGate.ts'

const host = '127.0.0.1:4000'
const own = { host, origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }
const json = { 'content-type': 'application/json', 'content-length': '10' }
const gate = (headers: object, method = 'POST', publicUrl: URL | null = null) =>
  gateRefusal({ method, headers: { host, ...json, ...headers } }, publicUrl)?.code ?? 'passes'

const sites = {
  'the page itself': own,
  'a program, which sends neither header': {},
  'an old browser on our page, which sends the origin only': { origin: `http://${host}` },
  'a page of another site': { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
  'an old browser on a page of another site': { origin: 'https://evil.example' },
  'a sandboxed frame': { origin: 'null', 'sec-fetch-site': 'cross-site' },
  'an old browser in a sandboxed frame': { origin: 'null' },
  'another port of this host': { origin: 'http://127.0.0.1:5000', 'sec-fetch-site': 'same-site' },
  'another site, without an origin': { 'sec-fetch-site': 'cross-site' },
  'another port of this host, without an origin': { 'sec-fetch-site': 'same-site' },
  'a page that lies in one header': { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
} as const

const bodies = {
  JSON: json,
  'JSON with a charset': { 'content-type': 'application/json; charset=utf-8' },
  'a form': { 'content-type': 'application/x-www-form-urlencoded' },
  multipart: { 'content-type': 'multipart/form-data; boundary=x' },
  text: { 'content-type': 'text/plain' },
  'text that smuggles JSON': { 'content-type': 'text/plain; application/json' },
  'no type': { 'content-type': undefined },
} as const

const mayPass = [
  'the page itself',
  'a program, which sends neither header',
  'an old browser on our page, which sends the origin only',
]
const isJson = ['JSON', 'JSON with a charset']

const matrix = Object.entries(sites).flatMap(([site, siteHeaders]) =>
  Object.entries(bodies).flatMap(([body, bodyHeaders]) =>
    [{}, { 'x-graphql-yoga-csrf': '1' }].map(extra => ({
      site,
      body,
      extra: Object.keys(extra)[0] ?? 'no header',
      headers: { ...siteHeaders, ...bodyHeaders, ...extra },
    })),
  ),
)

test.each(matrix)('$body from $site with $extra', ({ site, body, headers }) => {
  expect(gate(headers)).toBe(
    !mayPass.includes(site) ? 'CROSS_SITE' : isJson.includes(body) ? 'passes' : 'UNSUPPORTED_MEDIA_TYPE',
  )
})

test.each(['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS'])('%s is no way to send an operation', method => {
  expect(gate(own, method)).toBe('METHOD_NOT_ALLOWED')
})

test("a handshake of another site's page is cross-site, our own and a program's are not", () => {
  expect(Object.values(sites).map(headers => isCrossSite({ host, ...headers }, null))).toEqual([
    false,
    false,
    false,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
    true,
  ])
})

test('behind a proxy the public address is the own origin, and nothing else', () => {
  const publicUrl = new URL('https://dataing.example/')
  expect(gate({ origin: 'https://dataing.example' }, 'POST', publicUrl)).toBe('passes')
  expect(gate({ origin: `http://${host}` }, 'POST', publicUrl)).toBe('CROSS_SITE')
})

test('a body is as long as it says, and not too long', () => {
  expect(gate({ ...own, 'content-length': undefined })).toBe('LENGTH_REQUIRED')
  expect(gate({ ...own, 'content-length': '1000000' })).toBe('passes')
  expect(gate({ ...own, 'content-length': '1000001' })).toBe('TOO_LARGE')
})
