// Where a data source may be. Names are resolved here and the checked address is the one connected to: a second lookup could answer otherwise.
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { nonEmpty, type NonEmpty } from '../../../core/shared/nonEmpty.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import { problem } from './problem.ts'

/** `private` is this machine and its networks; `forbidden` is what no warehouse has: link-local, cloud metadata, multicast. */
export type AddressClass = 'public' | 'private' | 'forbidden'

/** Every address of a name, like `dns.lookup` with `all`. */
export type Resolve = (host: string) => Promise<readonly { readonly address: string }[]>

type Range = ReturnType<typeof ipaddr.parseCIDR>
const ranges = (...texts: readonly string[]): readonly Range[] => texts.map(text => ipaddr.parseCIDR(text))

/** Metadata of clouds outside the link-local network; and link-local again, written as NAT64, 6to4 and IPv4-compatible addresses. */
const metadata = ranges(
  '100.100.100.200/32',
  '192.0.0.192/32',
  '168.63.129.16/32',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
  '64:ff9b::a9fe:0/112',
  '2002:a9fe::/32',
  '::a9fe:0/112',
)
/** IPv4 addresses in the oldest of their IPv6 forms, which the library takes for public ones. */
const compatible = ranges('::/96')

const nowhere = new Set(['linkLocal', 'multicast', 'broadcast'])

const isIn = (address: ReturnType<typeof ipaddr.process>, list: readonly Range[]) =>
  list.some(([network, bits]) => network.kind() === address.kind() && address.match(network, bits))

/** Only public unicast is `public`: whatever else the registries set aside counts as private. IPv4 written as IPv6 counts as what it stands for. */
export const addressClass = (text: string): AddressClass => {
  if (isIP(text) === 0 || text.includes('%')) return 'forbidden'
  const address = ipaddr.process(text)
  if (nowhere.has(address.range()) || isIn(address, metadata)) return 'forbidden'
  return address.range() === 'unicast' && !isIn(address, compatible) ? 'public' : 'private'
}

/** One name or address: no socket path, list of hosts, URL or zone. */
export const isPlainHost = (host: string) =>
  (isIP(host) !== 0 && !host.includes('%')) || /^[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9])?\.?$/.test(host)

export type ResolveRules = { readonly allowPrivateAddresses: boolean; readonly resolve?: Resolve }

/** Every address of the host, each checked; one that may not be reached refuses them all. */
export const resolveHost = async (
  host: string,
  rules: ResolveRules,
): Promise<Result<NonEmpty<string>, DataSourceProblem>> => {
  const { allowPrivateAddresses, resolve = lookupAll } = rules
  if (!isPlainHost(host)) return refuse(problem('bad-settings', 'The host is not a plain name or address.'))
  const found = await resolve(host).catch(noSuchName)
  if (found === null) return refuse(problem('unreachable', NAME_SERVER_SILENT))
  const addresses = nonEmpty(found.map(({ address }) => address))
  if (addresses === null) return refuse(problem('unreachable', 'The host name is unknown.'))
  const classes = addresses.map(addressClass)
  if (classes.includes('forbidden') || (classes.includes('private') && !allowPrivateAddresses)) {
    return refuse(
      problem(
        'bad-settings',
        classes.includes('forbidden') ? 'The host has an address that no data source has.' : PRIVATE_HOST,
      ),
    )
  }
  return ok(addresses)
}

export const PRIVATE_HOST = 'The host is in a private network, which the operator of this Dataing has not allowed.'

export const NAME_SERVER_SILENT = 'The name server does not answer.'

const lookupAll: Resolve = host => lookup(host, { all: true })

/** Nothing where there is no such name; null where nobody said so. */
const noSuchName = (error: unknown) => {
  if (error instanceof Error && 'syscall' in error && error.syscall === 'getaddrinfo')
    return 'code' in error && error.code === 'EAI_AGAIN' ? null : []
  throw error
}
