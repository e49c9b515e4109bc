// Where a data source may be. Names are resolved here and the checked address is the one connected to: a second lookup could answer otherwise.
import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import type { DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { nonEmpty, type NonEmpty } from '../../../core/shared/nonEmpty.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import { problem } from './problem.ts'

/** `private` is this machine and its networks; `forbidden` is what no warehouse has: link-local, cloud metadata, multicast. */
export type AddressClass = 'public' | 'private' | 'forbidden'

/** Every address of a name, like `dns.lookup` with `all`. */
export type Resolve = (host: string) => Promise<readonly { readonly address: string }[]>

const ipv4 = (list: BlockList, ranges: readonly string[]) => ranges.forEach(range => {
  const [address = '', prefix = ''] = range.split('/')
  list.addSubnet(address, Number(prefix), 'ipv4')
})
const ipv6 = (list: BlockList, ranges: readonly string[]) => ranges.forEach(range => {
  const [address = '', prefix = ''] = range.split('/')
  list.addSubnet(address, Number(prefix), 'ipv6')
})

const forbidden = new BlockList()
ipv4(forbidden, ['169.254.0.0/16', '100.100.100.200/32', '192.0.0.192/32', '168.63.129.16/32', '224.0.0.0/4', '255.255.255.255/32'])
// The last three hold 169.254.0.0/16 again, as NAT64, 6to4 and IPv4-compatible addresses.
ipv6(forbidden, ['fe80::/10', 'fd00:ec2::254/128', 'fd20:ce::254/128', 'ff00::/8', '64:ff9b::a9fe:0/112', '2002:a9fe::/32', '::a9fe:0/112'])

const local = new BlockList()
ipv4(local, [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.0.0.0/24', '192.168.0.0/16', '198.18.0.0/15', '240.0.0.0/4',
])
ipv6(local, ['::/96', 'fc00::/7', 'fec0::/10', '64:ff9b::/96', '64:ff9b:1::/48', '2002::/16', '2001::/32', '100::/64'])

export const addressClass = (address: string): AddressClass => {
  const family = isIP(address) === 6 ? 'ipv6' : 'ipv4'
  if (isIP(address) === 0 || forbidden.check(address, family)) return 'forbidden'
  return local.check(address, family) ? 'private' : 'public'
}

/** One name or address: no socket path, list of hosts, URL or zone. */
export const isPlainHost = (host: string) => isIP(host) !== 0 && !host.includes('%') || /^[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9])?\.?$/.test(host)

export type ResolveRules = { readonly allowPrivateAddresses: boolean; readonly resolve?: Resolve }

/** Every address of the host, each checked; one that may not be reached refuses them all. */
export const resolveHost = async (host: string, rules: ResolveRules): Promise<Result<NonEmpty<string>, DataSourceProblem>> => {
  const { allowPrivateAddresses, resolve = lookupAll } = rules
  if (!isPlainHost(host)) return refuse(problem('bad-settings', 'The host is not a plain name or address.'))
  const found = await resolve(host).catch(noSuchName)
  const addresses = nonEmpty(found.map(({ address }) => address))
  if (addresses === null) return refuse(problem('unreachable', 'The host name is unknown.'))
  const classes = addresses.map(addressClass)
  if (classes.includes('forbidden') || classes.includes('private') && !allowPrivateAddresses) {
    return refuse(problem('bad-settings', classes.includes('forbidden') ? 'The host has an address that no data source has.' : PRIVATE_HOST))
  }
  return ok(addresses)
}

export const PRIVATE_HOST = 'The host is in a private network, which the operator of this Dataing has not allowed.'

const lookupAll: Resolve = host => lookup(host, { all: true })

const noSuchName = (error: unknown) => {
  if (error instanceof Error && 'syscall' in error && error.syscall === 'getaddrinfo') return []
  throw error
}
