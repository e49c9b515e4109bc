// POST /lineage/dbt and /lineage/openlineage: files and events of other programs, by an API key or from the page.
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { may } from '../core/access/signedIn.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { uuidOf } from '../graphql/globalId.ts'
import type { Doors } from './graphqlRoute.ts'
import type { HttpOptions } from './options.ts'
import { originOf } from './origin.ts'
import { isCrossSite } from './requestGate.ts'
import { sendError, type Route } from './route.ts'

/** Manifests of thousands of models are tens of megabytes. */
const MAX_BYTES = { dbt: 64_000_000, openLineage: 4_000_000 } as const

type Refused = { readonly status: number; readonly code: string; readonly message: string }

const refusalOf = ({ method, headers }: IncomingMessage, publicUrl: URL | null, most: number): Refused | null => {
  if (method !== 'POST') return { status: 405, code: 'METHOD_NOT_ALLOWED', message: 'Send lineage by POST.' }
  if (isCrossSite(headers, publicUrl))
    return { status: 403, code: 'CROSS_SITE', message: 'Requests from the pages of other sites are refused.' }
  if (!/^application\/json\s*(;|$)/i.test(headers['content-type'] ?? ''))
    return { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE', message: 'Send application/json.' }
  return Number(headers['content-length'] ?? 0) > most ? tooLarge(most) : null
}

const tooLarge = (most: number): Refused => ({
  status: 413,
  code: 'TOO_LARGE',
  message: `The body may be ${most} bytes at most.`,
})

const TOO_MANY: Refused = {
  status: 429,
  code: 'RATE_LIMITED',
  message: 'You send too much at once. Try again in a moment.',
}

/** A point for each kilobyte: it is about the time that reading takes. Who does not say how much comes pays for the most. */
const pointsOf = ({ headers }: IncomingMessage, most: number): number =>
  Number(headers['content-length'] ?? most) / 1000

/** Null where more comes than may; what is over is not read. */
const bodyOf = async (request: IncomingMessage, most: number): Promise<string | null> => {
  const parts: Buffer[] = []
  let bytes = 0
  request.on('data', (part: Buffer) => {
    bytes += part.length
    if (bytes > most) request.pause().emit('over')
    else parts.push(part)
  })
  const ended = await Promise.race([once(request, 'end').then(() => true), once(request, 'over').then(() => false)])
  return ended ? Buffer.concat(parts).toString('utf8') : null
}

const statuses = { 'not-found': 404, unreadable: 422, 'too-many': 422 } as const
const codes = { 'not-found': 'NOT_FOUND', unreadable: 'INVALID_INPUT', 'too-many': 'INVALID_INPUT' } as const

/** Takes lineage in for the data source that `?dataSource=` names by its id. */
export const createLineageRoute =
  (
    { source, publicUrl }: HttpOptions,
    { signedInOf, limiter }: Omit<Doors, 'cookie'>,
    kind: keyof typeof MAX_BYTES,
  ): Route =>
  async ({ request, response, requestId }) => {
    const most = MAX_BYTES[kind]
    const refused = refusalOf(request, publicUrl, most)
    if (refused) return sendError(response, refused, requestId)
    const origin = originOf(request, publicUrl)
    const signedIn = await signedInOf(request, origin)
    const { admitted, retryAfterMs } = await limiter.charge({ signedIn, origin }, pointsOf(request, most))
    if (!admitted) {
      response.setHeader('retry-after', String(Math.ceil(retryAfterMs / 1000)))
      return sendError(response, TOO_MANY, requestId)
    }
    if (signedIn === null)
      return sendError(
        response,
        { status: 401, code: 'UNAUTHENTICATED', message: 'Sign in, or send an API key.' },
        requestId,
      )
    if (!may(signedIn, 'lineage:write'))
      return sendError(
        response,
        { status: 403, code: 'FORBIDDEN', message: 'You may not do this: it takes the permission lineage:write.' },
        requestId,
      )
    const id = uuidOf('DataSource', new URL(request.url ?? '', 'http://localhost').searchParams.get('dataSource') ?? '')
    if (id === null)
      return sendError(
        response,
        { status: 404, code: 'NOT_FOUND', message: 'Name the data source: ?dataSource=<its id>.' },
        requestId,
      )
    const text = await bodyOf(request, most)
    if (text === null) return sendError(response, tooLarge(most), requestId)
    const place = { tenantId: signedIn.tenantId, dataSourceId: asId<DataSourceId>(id) }
    const taken = await source.attribute({ signedIn, ...origin }, () => source.app.receiveLineage(place, kind, text))
    if (!taken.ok)
      return sendError(
        response,
        { status: statuses[taken.problem.code], code: codes[taken.problem.code], message: taken.problem.message },
        requestId,
      )
    response
      .writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
      .end(JSON.stringify(taken.value))
  }
