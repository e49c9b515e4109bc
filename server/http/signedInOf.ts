import type { IncomingMessage } from 'node:http'
import type { Origin } from '../core/access/asking.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import type { SessionCookie } from './cookies.ts'
import type { HttpOptions } from './options.ts'

/** Who asks: by the key of an `Authorization: Bearer` header, else by the cookie. A header that holds no good key is nobody, whatever the cookie says. */
export type SignedInOf = (request: Pick<IncomingMessage, 'headers'>, origin: Origin) => Promise<SignedIn | null>

export const createSignedInOf =
  ({ sessions, apiKeys }: Pick<HttpOptions, 'sessions' | 'apiKeys'>, cookie: SessionCookie): SignedInOf =>
  async ({ headers }, { address }) => {
    if (headers.authorization !== undefined) {
      const key = /^Bearer ([^\s]+)$/i.exec(headers.authorization)?.[1]
      return key === undefined ? null : apiKeys.find(key, address)
    }
    const token = cookie.read(headers.cookie)
    return token === null ? null : sessions.find(token)
  }
