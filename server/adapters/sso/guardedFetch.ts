// What the library asks of the network, sent to checked addresses only: an address that a name gives once is connected to, and no second lookup can differ.
import { lookup } from 'node:dns/promises'
import { request as requestHttp, type IncomingMessage } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { CustomFetch } from 'openid-client'

export type Resolve = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>
export type FetchRules = { readonly allowPrivate: boolean; readonly resolve?: Resolve }

const MAX_BYTES = 512 * 1024
const TIMEOUT_MS = 10_000

/** Fetches from public addresses over https, follows no redirect, and reads no more than it needs. */
export const createGuardedFetch =
  ({ allowPrivate, resolve = host => lookup(host, { all: true }) }: FetchRules): CustomFetch =>
  async (url, options) => {
    const to = new URL(url)
    if (to.protocol !== 'https:' && !(allowPrivate && to.protocol === 'http:'))
      throw new Error('Identity providers are asked over https only')
    const host = to.hostname.replace(/^\[|\]$/g, '')
    const found = isIP(host) === 0 ? await resolve(host) : [{ address: host, family: isIP(host) }]
    const [first] = found
    if (first === undefined || (!allowPrivate && !found.every(({ address }) => isPublic(address))))
      throw new Error('The identity provider is at no public address')
    return send(to, options, first)
  }

/** Addresses that hold another one (NAT64, 6to4, Teredo, IPv4-mapped) are not `unicast` by themselves. */
const isPublic = (address: string) => ipaddr.isValid(address) && ipaddr.process(address).range() === 'unicast'

type Options = Parameters<CustomFetch>[1]

const send = (
  to: URL,
  { method, headers, body, signal }: Options,
  at: { readonly address: string; readonly family: number },
) =>
  new Promise<Response>((answer, fail) => {
    const ask = to.protocol === 'https:' ? requestHttps : requestHttp
    const request = ask(
      to,
      {
        method,
        headers: Object.fromEntries(new Headers(headers)),
        signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(signal ? [signal] : [])]),
        agent: false,
        lookup: (_host, { all }, done) => (all === true ? done(null, [at]) : done(null, at.address, at.family)),
      },
      response => void read(response).then(answer, fail),
    )
    request.on('error', fail)
    request.end(
      typeof body === 'string' || body instanceof Uint8Array
        ? body
        : body instanceof URLSearchParams
          ? body.toString()
          : undefined,
    )
  })

const read = async (response: IncomingMessage): Promise<Response> => {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BYTES) throw new Error('The identity provider sent too much')
    chunks.push(chunk)
  }
  const headers = Object.entries(response.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  )
  const status = response.statusCode ?? 502
  return new Response(status === 204 || status === 304 ? null : Buffer.concat(chunks), { status, headers })
}
