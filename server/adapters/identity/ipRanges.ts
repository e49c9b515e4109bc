import ipaddr from 'ipaddr.js'
import { ok, refuse, type Result } from '../../core/shared/result.ts'

type Range = readonly [ipaddr.IPv4 | ipaddr.IPv6, number]

/** Null for what is neither an address nor a network: no leading zeros, no short forms, which other programs read otherwise. */
const rangeOf = (typed: string): Range | null => {
  const [address = '', bits, ...more] = typed.trim().split('/')
  if (
    more.length > 0 ||
    !(ipaddr.IPv4.isValidFourPartDecimal(address) || ipaddr.IPv6.isValid(address)) ||
    address.includes('%')
  )
    return null
  const parsed = ipaddr.parse(address)
  const most = parsed.kind() === 'ipv4' ? 32 : 128
  if (bits !== undefined && !/^\d{1,3}$/.test(bits)) return null
  const prefix = bits === undefined ? most : Number(bits)
  return prefix <= most ? [parsed, prefix] : null
}

export const rangesOf = (
  typed: readonly string[],
): Result<readonly string[], { readonly code: 'invalid'; readonly typed: string }> => {
  const ranges = typed.map(text => ({ text, range: rangeOf(text) }))
  const bad = ranges.find(({ range }) => range === null)
  if (bad !== undefined) return refuse({ code: 'invalid', typed: bad.text })
  return ok([...new Set(ranges.flatMap(({ range }) => (range === null ? [] : [`${range[0].toString()}/${range[1]}`])))])
}

/** Whether the address is in one of the networks; in any case where there are none. An address that is not known is in none. */
export const isWithin = (address: string | null, ranges: readonly string[]): boolean => {
  if (ranges.length === 0) return true
  if (address === null || !ipaddr.isValid(address)) return false
  const from = ipaddr.process(address)
  return ranges.some(text => {
    const range = rangeOf(text)
    return range !== null && range[0].kind() === from.kind() && from.match([...range])
  })
}
