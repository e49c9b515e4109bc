import type { SessionCookie } from './cookies.ts'
import { createEngine } from './graphqlEngine.ts'
import { sendGraphiql } from './graphiql.ts'
import type { HttpOptions } from './options.ts'
import { heldPlace } from './heldPlace.ts'
import { originOf } from './origin.ts'
import type { Places } from './places.ts'
import { callerOf, type RateLimiter } from './rateLimit.ts'
import { gateRefusal } from './requestGate.ts'
import { sendError, type Route } from './route.ts'
import type { SignedInOf } from './signedInOf.ts'
import { createVisit } from './visit.ts'

export type Doors = { readonly cookie: SessionCookie; readonly signedInOf: SignedInOf; readonly limiter: RateLimiter }

const BAD_KEY = {
  status: 401,
  code: 'UNAUTHENTICATED',
  message: 'This API key is not valid: unknown, expired, revoked, or not for this network.',
} as const
const TOO_MANY = { status: 429, code: 'RATE_LIMITED', message: 'Too many at once. Try again in a moment.' } as const

/** POST /graphql, answered as JSON or as a stream of events; GET shows GraphiQL where that is on. */
export const createGraphqlRoute = (
  options: HttpOptions,
  { cookie, signedInOf, limiter, places }: Doors & { readonly places: Places },
): Route => {
  const engine = createEngine(options, limiter)
  return async ({ request, response, requestId }) => {
    if (options.graphiql && request.method === 'GET' && request.headers.accept?.includes('text/html') === true)
      return sendGraphiql(response)
    const refused = gateRefusal(request, options.publicUrl)
    if (refused !== null) {
      if (refused.status === 405) response.setHeader('allow', 'POST')
      return sendError(response, refused, requestId)
    }
    const origin = originOf(request, options.publicUrl)
    const signedIn = await signedInOf(request, origin)
    // A key that is wrong must not read as nobody: whoever sent it should hear so.
    if (signedIn === null && request.headers.authorization !== undefined) {
      const { admitted } = await limiter.charge({ signedIn, origin }, 0)
      return sendError(response, admitted ? BAD_KEY : TOO_MANY, requestId)
    }
    const lastEventId = request.headers['last-event-id']
    const visit = createVisit(
      {
        requestId,
        signedIn,
        origin,
        browser: {
          keep: session => response.setHeader('set-cookie', cookie.keep(session)),
          forget: () => response.setHeader('set-cookie', cookie.forget()),
        },
        lastEventId: typeof lastEventId === 'string' && lastEventId !== '' ? lastEventId : null,
      },
      options.log,
    )
    const holdPlace = () => heldPlace(places, callerOf({ signedIn, origin }), response)
    await engine.handle(request, response, { visit, holdPlace })
  }
}
