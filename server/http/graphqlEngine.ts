// graphql-yoga with our plugins: the one engine behind POST, SSE and WebSocket.
import { useCSRFPrevention } from '@graphql-yoga/plugin-csrf-prevention'
import { createYoga } from 'graphql-yoga'
import { createContext, type Context, type ContextSource } from '../graphql/context.ts'
import { schema } from '../graphql/schema.ts'
import type { DocumentLimits } from './documentLimits.ts'
import { useLimits } from './limitsPlugin.ts'
import { MAX_BODY_BYTES } from './requestGate.ts'
import { useResults } from './resultsPlugin.ts'
import type { Arrived } from './visit.ts'

export const createEngine = (source: ContextSource, limits: DocumentLimits) => createYoga<Arrived, Context>({
  schema,
  context: ({ visit }) => createContext(source, visit),
  graphqlEndpoint: '/graphql',
  plugins: [useCSRFPrevention(), useLimits(limits), useResults()],
  maxRequestBodySize: MAX_BODY_BYTES,
  // Errors are masked where they are shaped, because there the request's id is at hand.
  maskedErrors: false,
  batching: false, cors: false, multipart: false, landingPage: false, graphiql: false, logging: false,
})
