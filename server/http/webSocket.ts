import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { useServer } from 'graphql-ws/use/ws'
import { WebSocketServer } from 'ws'
import type { HttpOptions } from './options.ts'
import { isCrossSite } from './requestGate.ts'
import { webSocketOperations, type SocketDoors } from './webSocketOperations.ts'

const MAX_MESSAGE_BYTES = 64_000

/** graphql-ws on /graphql. `stop` closes every socket as "going away", upon which clients come back and resume. */
export const createWebSocket = (options: HttpOptions, doors: SocketDoors) => {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES })
  const server = useServer({ ...webSocketOperations(options, doors), isProd: true }, sockets)
  return {
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
      socket.on('error', () => socket.destroy())
      const path = (request.url ?? '').split('?')[0]
      // Browsers send cookies with the handshakes of other sites' pages too, so the origin decides.
      if (path !== '/graphql') return refuse(socket, '404 Not Found')
      if (isCrossSite(request.headers, options.publicUrl)) return refuse(socket, '403 Forbidden')
      sockets.handleUpgrade(request, socket, head, upgraded => sockets.emit('connection', upgraded, request))
    },
    stop: async () => server.dispose(),
  }
}

const refuse = (socket: Duplex, status: string) => void socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
