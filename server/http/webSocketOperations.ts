// What graphql-ws asks of us per connection and operation. Who asks is told by the handshake's cookie or key; each operation asks anew.
import type { IncomingMessage } from 'node:http'
import { getOperationAST, GraphQLError, OperationTypeNode, validate, type ExecutionArgs } from 'graphql'
import type { Context as Connection, ServerOptions, SubscribePayload } from 'graphql-ws'
import type { Extra } from 'graphql-ws/use/ws'
import type { Origin } from '../core/access/asking.ts'
import { createContext } from '../graphql/context.ts'
import { unauthenticated } from '../graphql/failure.ts'
import { schema } from '../graphql/schema.ts'
import { charge } from './charge.ts'
import { checkDocument, readDocument } from './checkedDocument.ts'
import { costOf } from './documentLimits.ts'
import type { Doors } from './graphqlRoute.ts'
import type { HttpOptions } from './options.ts'
import { originOf } from './origin.ts'
import { callerOf, type RateLimiter } from './rateLimit.ts'
import { sent } from './resultsPlugin.ts'
import type { SignedInOf } from './signedInOf.ts'
import { createVisit, type Visit } from './visit.ts'

/** Of the codes that are free for programs; graphql-ws uses others. */
const TOO_MANY_SOCKETS = 4290

export type SocketDoors = Pick<Doors, 'signedInOf' | 'limiter'> & {
  /** Takes a place for a socket of this caller and gives how to leave it; null where they hold all of theirs. */
  readonly admit: (request: IncomingMessage, caller: string) => (() => void) | null
}

type Init = Record<string, unknown> | undefined
type Socket = Connection<Init, Extra>

/** Errors become answers to the one operation: none of them, a syntax error least of all, may end the whole socket. */
export const webSocketOperations = (
  options: HttpOptions,
  { signedInOf, limiter, admit }: SocketDoors,
): ServerOptions<Init, Extra> => {
  const visits = new WeakMap<Socket, Map<string, Visit>>()
  const visitOf = (socket: Socket, id: string): Visit => visits.get(socket)?.get(id) ?? stranger(options)
  const signedInBy = (socket: Socket, origin: Origin) => signedInOf(credentialsOf(socket), origin)
  const arrive = async (socket: Socket, id: string): Promise<Visit> => {
    const origin = originOf(socket.extra.request, options.publicUrl)
    const visit = createVisit(
      { signedIn: await signedInBy(socket, origin), origin, browser: null, lastEventId: null },
      options.log,
    )
    const open = visits.get(socket) ?? new Map<string, Visit>()
    visits.set(socket, open.set(id, visit))
    return visit
  }
  return {
    connectionInitWaitTimeout: 10_000,
    async onConnect(socket) {
      const { request, socket: wire } = socket.extra
      const origin = originOf(request, options.publicUrl)
      const signedIn = await signedInBy(socket, origin)
      if (signedIn === null) return false
      const leave = admit(request, callerOf({ signedIn, origin }))
      if (leave === null)
        wire.close(
          TOO_MANY_SOCKETS,
          `TOO_MANY_SOCKETS: close one of your ${options.sockets.perCaller} WebSockets first`,
        )
      else if (wire.readyState === wire.OPEN) wire.once('close', leave)
      else leave()
      return leave !== null
    },
    async onSubscribe(socket, id, payload) {
      try {
        const place = {
          visit: await arrive(socket, id),
          running: Object.keys(socket.subscriptions).length,
          limiter,
          isRepeat: hasRepeatKey(socket, payload),
        }
        return await prepare(options, payload, place)
      } catch (error) {
        return [error instanceof GraphQLError ? error : new GraphQLError('Failed', { originalError: asError(error) })]
      }
    },
    onNext: (...[socket, id, , , result]) => sent(result, visitOf(socket, id)),
    onError: (...[socket, id, , errors]) => errors.map(visitOf(socket, id).shape),
    onComplete: (socket, id) => void visits.get(socket)?.delete(id),
  }
}

/** By the handshake's headers; a browser cannot set those, so a key may also come as `authorization` in the first message. */
const credentialsOf = ({ extra, connectionParams }: Socket): Parameters<SignedInOf>[0] => {
  const { authorization } = { authorization: undefined, ...connectionParams }
  return typeof authorization === 'string' ? { headers: { authorization } } : extra.request
}

const stranger = ({ log }: HttpOptions) =>
  createVisit({ signedIn: null, origin: { address: null, agent: null }, browser: null, lastEventId: null }, log)

const asError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)))

/** A key that came by the handshake, with the first message, or with the operation. */
const hasRepeatKey = ({ extra, connectionParams }: Socket, { extensions }: SubscribePayload) =>
  [extra.request.headers, connectionParams, extensions].some(named =>
    Object.keys(named ?? {}).some(name => /^idempotency-?key$/i.test(name)),
  )

type Place = {
  readonly visit: Visit
  readonly running: number
  readonly limiter: RateLimiter
  readonly isRepeat: boolean
}

const prepare = async (
  { source, limits, sockets }: HttpOptions,
  payload: SubscribePayload,
  { visit, running, limiter, isRepeat }: Place,
): Promise<ExecutionArgs | readonly GraphQLError[]> => {
  if (visit.signedIn === null) return [unauthenticated()]
  if (running > sockets.operations) {
    return [
      new GraphQLError(`One socket may run ${sockets.operations} operations at once.`, {
        extensions: { code: 'TOO_MANY_OPERATIONS' },
      }),
    ]
  }
  const variables = payload.variables ?? {}
  const document = readDocument(payload.query, limits)
  // Done twice would be worse than not done: here nobody keeps answers.
  if (isRepeat && getOperationAST(document, payload.operationName)?.operation === OperationTypeNode.MUTATION) {
    return [
      new GraphQLError('An Idempotency-Key counts by HTTP only. Send the mutation by HTTP.', {
        extensions: { code: 'NEEDS_HTTP' },
      }),
    ]
  }
  checkDocument(document, { limits, variables, introspection: true })
  await charge(limiter, visit, costOf(document, variables))
  const errors = validate(schema, document)
  if (errors.length > 0) return errors
  return {
    schema,
    document,
    contextValue: createContext(source, visit),
    variableValues: variables,
    ...(typeof payload.operationName === 'string' && { operationName: payload.operationName }),
  }
}
