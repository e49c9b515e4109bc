// How results leave by HTTP: as JSON, or as a stream of events; their errors in our shape.
import { GraphQLError } from 'graphql'
import { isAsyncIterable, type Plugin } from 'graphql-yoga'
import { chargeHeaders, costOf } from './charge.ts'
import type { SocketLimits } from './options.ts'
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

/** A stream lasts as long as its caller likes; nobody can say when one of theirs ends. */
const RETRY_MS = 5_000

/** In the stead of one stream too many: a plain answer, so that a client sees the status and does not take it for a stream that ended. */
const tooMany = ({ perCaller }: Pick<SocketLimits, 'perCaller'>, visit: Visit): [string, ResponseInit] => {
  const message = `You hold ${perCaller} streams of events and WebSockets open, as many as you may. Close one of them first.`
  const error = new GraphQLError(message, { extensions: { code: 'TOO_MANY_STREAMS', retryAfterMs: RETRY_MS } })
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'retry-after': String(RETRY_MS / 1000),
  }
  return [JSON.stringify(sent({ errors: [error] }, visit)), { status: 429, headers }]
}

export const useResults = (
  sockets: Pick<SocketLimits, 'perCaller'>,
): Plugin<Arrived, Pick<Arrived, 'visit' | 'holdPlace'>> => ({
  onResultProcess({ request, result, serverContext, setResultProcessor }) {
    const { visit, holdPlace } = serverContext
    const accept = request.headers.get('accept') ?? ''
    const telling = { tell: (each: Result) => sent(each, visit), cursor: visit.cursor }
    setResultProcessor(async (_result, fetchAPI) => {
      if (Array.isArray(result)) throw new Error('Batches are refused before they are run')
      if (isAsyncIterable(result) && !holdPlace()) {
        await result[Symbol.asyncIterator]().return?.()
        return new fetchAPI.Response(...tooMany(sockets, visit))
      }
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
