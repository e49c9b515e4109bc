import type { IncomingMessage } from 'node:http'
import type { SignedIn } from '../core/access/signedIn.ts'
import type { Sessions } from '../core/ports/sessions.ts'
import type { SessionCookie } from './cookies.ts'

export type SignedInOf = (request: Pick<IncomingMessage, 'headers'>) => Promise<SignedIn | null>

/** Who the request's cookie says is asking. */
export const createSignedInOf = (sessions: Sessions, cookie: SessionCookie): SignedInOf => async ({ headers }) => {
  const token = cookie.read(headers.cookie)
  return token === null ? null : sessions.find(token)
}
