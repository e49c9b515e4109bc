import { isIP } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import type { TlsSettings } from './settings.ts'

/** How the connection is to be encrypted; null where it is not. The name checked is the host's, whatever address is connected to. */
export const tlsOptions = ({ ssl, host, ca }: TlsSettings): ConnectionOptions | null => {
  const name = isIP(host) === 0 ? { servername: host } : {}
  if (ssl === 'disable') return null
  return ssl === 'require'
    ? { ...name, rejectUnauthorized: false }
    : { ...name, rejectUnauthorized: true, ...(ca ? { ca } : {}) }
}
