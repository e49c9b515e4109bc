import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import type { HttpOptions } from './options.ts'
import { originOf } from './origin.ts'
import type { Places } from './places.ts'
import { callerOf, type RateLimiter } from './rateLimit.ts'
import { isCrossSite } from './requestGate.ts'
import type { SignedInOf } from './signedInOf.ts'
import { webSocketOperations } from './webSocketOperations.ts'

const MAX_MESSAGE_BYTES = 64_000

/** graphql-ws on /graphql. `stop` closes every socket as "going away", upon which clients come back and resume. */
export const createWebSocket = (
  options: HttpOptions,
  { places, ...doors }: { readonly signedInOf: SignedInOf; readonly limiter: RateLimiter; readonly places: Places },
) => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  // Until it says who it is, a socket is its network's.
  const strangers = new WeakMap<IncomingMessage, () => void>()
  const admit = (request: IncomingMessage, caller: string) => {
    strangers.get(request)?.()
    return places.take(caller)
  }
  const server = useServer({ ...webSocketOperations(options, { ...doors, admit }), isProd: true }, sockets)
  return {
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
      socket.on('error', () => socket.destroy())
      const path = (request.url ?? '').split('?')[0]
      // Browsers send cookies with the handshakes of other sites' pages too, so the origin decides.
      if (path !== '/graphql') return refuse(socket, '404 Not Found')
      if (isCrossSite(request.headers, options.publicUrl)) return refuse(socket, '403 Forbidden')
      const leave = places.take(callerOf({ signedIn: null, origin: originOf(request, options.publicUrl) }))
      if (leave === null) return refuse(socket, '429 Too Many Requests')
      socket.once('close', leave)
      strangers.set(request, leave)
      sockets.handleUpgrade(request, socket, head, upgraded => sockets.emit('connection', upgraded, request))
    },
    stop: async () => server.dispose(),
  }
}

const refuse = (socket: Duplex, status: string) =>
  void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
