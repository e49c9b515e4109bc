// What a request must be before anything reads it: JSON by POST, and not sent by another site's page.
import type { IncomingHttpHeaders } from 'node:http'

export type GateRefusal = {
  readonly status: 403 | 405 | 411 | 413 | 415
  readonly code: string
  readonly message: string
}

export const MAX_BODY_BYTES = 1_000_000

type Incoming = { readonly method?: string | undefined; readonly headers: IncomingHttpHeaders }

/** Why a request to /graphql is not even read; null where it may pass. */
export const gateRefusal = ({ method, headers }: Incoming, publicUrl: URL | null): GateRefusal | null => {
  if (method !== 'POST') return { status: 405, code: 'METHOD_NOT_ALLOWED', message: 'Send operations by POST.' }
  if (isCrossSite(headers, publicUrl))
    return { status: 403, code: 'CROSS_SITE', message: 'Requests from the pages of other sites are refused.' }
  if (!isJson(headers['content-type']))
    return { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', message: 'Send application/json.' }
  const length = headers['content-length']
  if (length === undefined)
    return { status: 411, code: 'LENGTH_REQUIRED', message: 'Say how long the body is (Content-Length).' }
  return Number(length) > MAX_BODY_BYTES
    ? { status: 413, code: 'TOO_LARGE', message: `The body may be ${MAX_BODY_BYTES} bytes at most.` }
    : null
}

/** Whether a browser sent it for a page of another site. What is no browser sends neither header. */
export const isCrossSite = (headers: IncomingHttpHeaders, publicUrl: URL | null): boolean => {
  const site = headers['sec-fetch-site']
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true
  return headers.origin !== undefined && !isOwnOrigin(headers.origin, headers.host, publicUrl)
}

const isOwnOrigin = (origin: string, host: string | undefined, publicUrl: URL | null): boolean => {
  if (!URL.canParse(origin)) return false
  return publicUrl === null ? new URL(origin).host === host : origin === publicUrl.origin
}

const isJson = (contentType: string | undefined) => /^application\/json\s*(;|$)/i.test(contentType ?? '')
