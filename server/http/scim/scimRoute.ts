// SCIM 2.0 (RFC 7643, 7644) for directories outside: by an API key with the scope scim:write, never by a browser's session.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { may, type SignedIn } from '../../core/access/signedIn.ts'
import type { Doors } from '../graphqlRoute.ts'
import type { HttpOptions } from '../options.ts'
import { originOf } from '../origin.ts'
import type { Route } from '../route.ts'
import { describeScim } from './describeScim.ts'
import { groupsResource } from './groups.ts'
import type { Resource } from './resource.ts'
import { errorBody, notFound, ScimError } from './scimError.ts'
import { usersResource } from './users.ts'

const MAX_BODY = 1_000_000
export const SCIM_PATH = '/scim/v2/'

export const createScimRoute = (options: HttpOptions, { signedInOf, limiter }: Doors): Route => {
  const {
    source: { app, attribute },
    publicUrl,
  } = options
  const resources = new Map<string, Resource>([
    ['Users', usersResource(app.access.provisioning)],
    ['Groups', groupsResource(app.access.provisioning)],
  ])
  return async ({ request, response, requestId, path }) => {
    try {
      const origin = originOf(request, publicUrl)
      const signedIn = request.headers.authorization === undefined ? null : await signedInOf(request, origin)
      const { admitted, retryAfterMs } = await limiter.charge({ signedIn, origin }, 0)
      if (!admitted) {
        response.setHeader('retry-after', String(Math.ceil(retryAfterMs / 1000)))
        throw new ScimError(429, 'Too many at once. Try again later.')
      }
      if (signedIn?.key == null) throw new ScimError(401, 'Send an API key as Authorization: Bearer.')
      if (!may(signedIn, 'scim:write')) throw new ScimError(403, 'This takes an API key with the scope scim:write.')
      const [status, body] = await attribute({ signedIn, ...origin }, () =>
        answer(request, { signedIn, path, resources }),
      )
      send(response, status, body)
    } catch (error) {
      if (!(error instanceof ScimError)) options.log({ requestId, what: 'A SCIM request failed', error })
      const told =
        error instanceof ScimError
          ? error
          : new ScimError(500, `Something went wrong on our side. Quote the request id ${requestId}.`)
      if (told.status === 401) response.setHeader('www-authenticate', 'Bearer')
      send(response, told.status, errorBody(told))
    }
  }
}

type Asked = { readonly signedIn: SignedIn; readonly path: string; readonly resources: ReadonlyMap<string, Resource> }

const answer = async (
  request: IncomingMessage,
  { signedIn, path, resources }: Asked,
): Promise<readonly [number, object | null]> => {
  const [kind = '', id, ...more] = path.slice(SCIM_PATH.length).split('/')
  const described = describeScim(kind, id)
  if (described !== null && request.method === 'GET') return [200, described]
  const resource = resources.get(kind)
  if (resource === undefined || more.length > 0) throw notFound()
  const asked = new URL(request.url ?? '/', 'http://localhost').searchParams
  const body = () => readJson(request)
  switch (`${request.method} ${id === undefined ? 'all' : 'one'}`) {
    case 'GET all':
      return [200, await resource.list(signedIn, asked)]
    case 'POST all':
      return [201, await resource.make(signedIn, await body())]
    case 'GET one':
      return [200, await resource.get(signedIn, id ?? '')]
    case 'PUT one':
      return [200, await resource.replace(signedIn, id ?? '', await body())]
    case 'PATCH one':
      return [200, await resource.patch(signedIn, id ?? '', await body())]
    case 'DELETE one':
      await resource.remove(signedIn, id ?? '')
      return [204, null]
    default:
      throw new ScimError(405, 'This cannot be done here.')
  }
}

const readJson = async (request: IncomingMessage): Promise<unknown> => {
  if (!/^application\/(scim\+)?json(;|$)/i.test(request.headers['content-type'] ?? ''))
    throw new ScimError(415, 'Send application/scim+json.')
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > MAX_BODY) throw new ScimError(413, `The body may be ${MAX_BODY} bytes at most.`)
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  try {
    if (text.includes('\0') || text.includes('\\u0000')) throw new SyntaxError('NUL')
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) throw new ScimError(400, 'The body is not JSON.', 'invalidSyntax')
    throw error
  }
}

const send = (response: ServerResponse, status: number, body: object | null) => {
  response.writeHead(status, { 'content-type': 'application/scim+json; charset=utf-8', 'cache-control': 'no-store' })
  response.end(body === null ? undefined : JSON.stringify(body))
}
