// How results leave by HTTP: as JSON, or as a stream of events; their errors in our shape.
import { GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { chargeHeaders, costOf } from './charge.ts'
import { eventStream } from './sse.ts'
import type { Arrived, Visit } from './visit.ts'

const GRAPHQL_JSON = 'application/graphql-response+json'
const STREAM_HEADERS = {
  'content-type': 'text/event-stream',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
}

type Result = {
  readonly data?: Record<string, unknown> | null | undefined
  readonly errors?: readonly GraphQLError[] | undefined
}

/** The result as it is sent: errors shaped, nothing of ours beside them. */
export const sent = ({ data, errors }: Result, { shape }: Visit) => ({
  ...(data !== undefined && { data }),
  ...(errors !== undefined && { errors: errors.map(shape) }),
})

async function* once<Value>(value: Value) {
  yield value
}

export const useResults = (): Plugin<Arrived, { visit: Visit }> => ({
  onResultProcess({ request, result, serverContext, setResultProcessor }) {
    const { visit } = serverContext
    const accept = request.headers.get('accept') ?? ''
    const telling = { tell: (each: Result) => sent(each, visit), cursor: visit.cursor }
    setResultProcessor((_result, fetchAPI) => {
      if (Array.isArray(result)) throw new Error('Batches are refused before they are run')
      if (isAsyncIterable(result))
        return new fetchAPI.Response(eventStream<Result>(result, telling), { headers: STREAM_HEADERS })
      if (accept.trim() === 'text/event-stream')
        return new fetchAPI.Response(eventStream(once(result), telling), { headers: STREAM_HEADERS })
      const type = accept.includes(GRAPHQL_JSON) ? GRAPHQL_JSON : 'application/json'
      const charge = visit.charge()
      return new fetchAPI.Response(
        JSON.stringify({ ...sent(result, visit), ...(charge && { extensions: { cost: costOf(charge) } }) }),
        {
          status: statusOf(result.errors ?? [], type),
          headers: {
            'content-type': `${type}; charset=utf-8`,
            'cache-control': 'no-store',
            ...(charge && chargeHeaders(charge)),
          },
        },
      )
    }, 'application/json')
  },
})

/** The highest status that an error asks for; faults of the document count only where the caller speaks the newer media type. */
const statusOf = (errors: readonly unknown[], type: string) =>
  Math.max(
    200,
    ...errors.map(error => {
      if (!(error instanceof GraphQLError)) return 200
      const { http } = error.extensions
      if (typeof http !== 'object' || http === null || !('status' in http) || typeof http.status !== 'number')
        return 200
      const isOfDocument = 'spec' in http && http.spec === true && error.extensions.code !== 'BAD_REQUEST'
      return isOfDocument && type !== GRAPHQL_JSON ? 200 : http.status
    }),
  )
