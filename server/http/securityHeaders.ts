import type { ServerResponse } from 'node:http'

// Nothing inline: what components set on elements while they run, to place their pop-ups, is no inline style to a browser.
const PAGE_POLICY = [
  `default-src 'self'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self' data:`,
  `connect-src 'self'`,
  `object-src 'none'`,
  `base-uri 'none'`,
  `form-action 'self'`,
  `frame-ancestors 'none'`,
].join('; ')

/** GraphiQL is one page with all its scripts inside. */
export const GRAPHIQL_POLICY = [
  `default-src 'self'`,
  `script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:`,
  `worker-src 'self' blob:`,
  `style-src 'self' 'unsafe-inline'`,
  `img-src 'self' data:`,
  `font-src 'self' data:`,
  `frame-ancestors 'none'`,
].join('; ')

/** Sets what every answer carries, whatever it is. */
export const setSecurityHeaders = (response: ServerResponse, secure: boolean) => {
  response.setHeader('content-security-policy', PAGE_POLICY)
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('referrer-policy', 'same-origin')
  response.setHeader('x-frame-options', 'DENY')
  response.setHeader('cross-origin-opener-policy', 'same-origin')
  response.setHeader('cross-origin-resource-policy', 'same-origin')
  if (secure) response.setHeader('strict-transport-security', 'max-age=31536000')
}
