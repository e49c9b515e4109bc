import { isPlainHost } from '../shared/hostAddress.ts'

export type SnowflakeAddress = {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  /** Whether the host belongs to Snowflake. */ readonly known: boolean
}

const OWN = /\.snowflakecomputing\.(com|cn|mil)$/

const standardHost = (account: string) => `${account.toLowerCase().replaceAll('_', '-')}.snowflakecomputing.com`

/** Where the account is reached; null where the address is not one. Never with a path, a query or a sign-in of its own. */
export const snowflakeAddress = ({
  account,
  address,
}: {
  readonly account: string
  readonly address?: string | undefined
}): SnowflakeAddress | null => {
  if (address === undefined || address === '')
    return { host: standardHost(account), port: 443, secure: true, known: true }
  const [, scheme, host, port] = /^(?:(https?):\/\/)?([^/:@?#]+)(?::(\d{1,5}))?\/?$/i.exec(address) ?? []
  if (host === undefined || !isPlainHost(host)) return null
  const secure = scheme?.toLowerCase() !== 'http'
  return {
    host: host.toLowerCase(),
    port: Number(port ?? (secure ? 443 : 80)),
    secure,
    known: secure && OWN.test(host.toLowerCase()),
  }
}

/** The same as a place to be reached step by step. */
export const placeOfSnowflake = ({ account, address }: Readonly<Record<string, unknown>>) => {
  const found = snowflakeAddress({
    account: String(account),
    address: typeof address === 'string' ? address : undefined,
  })
  return (
    found && { host: found.host, port: found.port, ssl: found.secure ? ('verify-full' as const) : ('disable' as const) }
  )
}
