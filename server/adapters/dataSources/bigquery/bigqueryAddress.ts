import { isPlainHost } from '../shared/hostAddress.ts'

export type BigqueryAddress = {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  /** Whether the host belongs to Google. */ readonly known: boolean
}

const STANDARD: BigqueryAddress = { host: 'bigquery.googleapis.com', port: 443, secure: true, known: true }
const OWN = /(^|\.)googleapis\.com$/

/** Where the API is reached; null where the address is not one. Never with a path, a query or a sign-in of its own. */
export const bigqueryAddress = (address: string | undefined): BigqueryAddress | null => {
  if (address === undefined || address === '') return STANDARD
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

export const urlOf = ({ host, port, secure }: BigqueryAddress) => `${secure ? 'https' : 'http'}://${host}:${port}`

/** The same as a place to be reached step by step. */
export const placeOfBigquery = ({ apiEndpoint }: Readonly<Record<string, unknown>>) => {
  const found = bigqueryAddress(typeof apiEndpoint === 'string' ? apiEndpoint : undefined)
  return (
    found && { host: found.host, port: found.port, ssl: found.secure ? ('verify-full' as const) : ('disable' as const) }
  )
}
