// The one HTTP server: API by POST, SSE and WebSocket on /graphql, health, the schema, the built page.
import { randomUUID } from 'node:crypto'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { printedSchema } from '../graphql/printSchema.ts'
import { createSessionCookie } from './cookies.ts'
import { createGraphqlRoute } from './graphqlRoute.ts'
import { createLineageRoute } from './lineageRoute.ts'
import type { HttpOptions } from './options.ts'
import { createPageRoute } from './pageRoute.ts'
import { createPlaces } from './places.ts'
import { createRateLimiter } from './rateLimit.ts'
import { sendError, type Route } from './route.ts'
import { setSecurityHeaders } from './securityHeaders.ts'
import { createScimRoute, SCIM_PATH } from './scim/scimRoute.ts'
import { createSignedInOf } from './signedInOf.ts'
import { createSsoRoutes } from './ssoRoute.ts'
import { createWebSocket } from './webSocket.ts'

/** How long running requests may take to end before their connections are cut. Streams are cut: their clients resume. */
const GRACE_MS = 2000

export type HttpServer = {
  /** Listens on 127.0.0.1 unless said otherwise; port 0 takes a free one. Gives the port. */
  listen(port: number, host?: string): Promise<number>
  /** Takes no new request, sends sockets away, lets running requests end. Safe to call twice. */
  stop(): Promise<void>
}

export const createHttpServer = async (options: HttpOptions): Promise<HttpServer> => {
  const secure = options.publicUrl?.protocol === 'https:'
  const cookie = createSessionCookie(secure)
  const signedInOf = createSignedInOf(options, cookie)
  const limiter = createRateLimiter(options.rates, options.purses)
  const places = createPlaces(options.sockets.perCaller)
  const page = await createPageRoute(options, { cookie, signedInOf })
  const routes = new Map<string, Route>([
    ['/healthz', async ({ response }) => void response.writeHead(200, { 'content-type': 'text/plain' }).end('ok\n')],
    ['/readyz', ({ response }) => sendReady(response, options)],
    [
      '/schema.graphql',
      async ({ response }) =>
        void response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(printedSchema()),
    ],
    ['/graphql', createGraphqlRoute(options, { cookie, signedInOf, limiter, places })],
    ...createSsoRoutes(options, { cookie, signedInOf, limiter }),
    ['/lineage/dbt', createLineageRoute(options, { signedInOf, limiter }, 'dbt')],
    ['/lineage/openlineage', createLineageRoute(options, { signedInOf, limiter }, 'openLineage')],
  ])
  const scim = createScimRoute(options, { cookie, signedInOf, limiter })
  const server = createServer((request, response) => {
    const requestId = randomUUID()
    const path = (request.url ?? '/').split('?')[0] ?? '/'
    setSecurityHeaders(response, secure)
    response.setHeader('x-request-id', requestId)
    const route = routes.get(path) ?? (path.startsWith(SCIM_PATH) ? scim : page)
    route({ request, response, requestId, path }).catch((error: unknown) => {
      options.log({ requestId, what: 'A request failed', error })
      sendError(response, { status: 500, code: 'INTERNAL', message: 'Something went wrong on our side.' }, requestId)
    })
  })
  const webSocket = createWebSocket(options, { signedInOf, limiter, places })
  server.on('upgrade', webSocket.upgrade)
  return { listen: (port, host = '127.0.0.1') => listen(server, port, host), stop: once(() => stop(server, webSocket)) }
}

const sendReady = async (response: ServerResponse, { ready }: HttpOptions) => {
  const isReady = await ready()
  response.writeHead(isReady ? 200 : 503, { 'content-type': 'text/plain', ...(!isReady && { 'retry-after': '1' }) })
  response.end(isReady ? 'ready\n' : 'the database does not answer\n')
}

const listen = (server: Server, port: number, host: string) =>
  new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      resolve(portOf(server.address()))
    })
  })

const portOf = (address: string | AddressInfo | null) =>
  address !== null && typeof address === 'object' ? address.port : 0

const stop = async (server: Server, webSocket: { stop(): Promise<void> }) => {
  const closed = new Promise<void>(resolve => server.close(() => resolve()))
  server.closeIdleConnections()
  await webSocket.stop()
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS)
  await closed
  clearTimeout(cut)
}

const once = (work: () => Promise<void>) => {
  let done: Promise<void> | null = null
  return () => (done ??= work())
}
