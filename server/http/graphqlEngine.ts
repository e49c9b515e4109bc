// graphql-yoga with our plugins: the one engine behind POST, SSE and WebSocket.
import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention'
import { createYoga } from 'graphql-yoga'
import { createContext, type Context } from '../graphql/context.ts'
import { schema } from '../graphql/schema.ts'
import { useLimits } from './limitsPlugin.ts'
import type { HttpOptions } from './options.ts'
import type { RateLimiter } from './rateLimit.ts'
import { MAX_BODY_BYTES } from './requestGate.ts'
import { useRepeats } from './repeatsPlugin.ts'
import { useResults } from './resultsPlugin.ts'
import type { Arrived } from './visit.ts'

export const createEngine = (
  { source, limits, keptRequests, sockets }: Pick<HttpOptions, 'source' | 'limits' | 'keptRequests' | 'sockets'>,
  limiter: RateLimiter,
) =>
  createYoga<Arrived, Context>({
    schema,
    context: ({ visit }) => createContext(source, visit),
    graphqlEndpoint: '/graphql',
    plugins: [useCSRFPrevention(), useLimits(limits, limiter), useRepeats(keptRequests), useResults(sockets)],
    maxRequestBodySize: MAX_BODY_BYTES,
    // Errors are masked where they are shaped, because there the request's id is at hand.
    maskedErrors: false,
    batching: false,
    cors: false,
    multipart: false,
    landingPage: false,
    graphiql: false,
    logging: false,
  })
