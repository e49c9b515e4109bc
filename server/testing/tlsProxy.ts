import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { createSecureContext, TLSSocket } from 'node:tls'
import { TEST_CERTIFICATE, TEST_KEY } from './testCertificate.ts'

const SSL_REQUEST = '0000000804d2162f'

/** Stands before a PostgreSQL without TLS and speaks TLS for it, as `localhost`; counts the connections that were encrypted. */
export const tlsProxy = async (target: { readonly host: string; readonly port: number }) => {
  const sockets = new Set<Socket>()
  const secureContext = createSecureContext({ cert: TEST_CERTIFICATE, key: TEST_KEY })
  let encrypted = 0
  const server = createServer(socket => void proxy(socket).catch(() => socket.destroy()))
  const proxy = async (socket: Socket) => {
    sockets.add(socket.on('error', () => undefined))
    const received: unknown[] = await once(socket, 'data')
    const request = received[0]
    if (!Buffer.isBuffer(request) || request.toString('hex') !== SSL_REQUEST) return socket.destroy()
    socket.write('S')
    const secure = new TLSSocket(socket, { isServer: true, secureContext })
    const plain = connect(target)
    sockets.add(plain.on('error', () => socket.destroy()))
    secure.on('secure', () => encrypted++).on('error', () => plain.destroy())
    secure.pipe(plain).pipe(secure)
  }
  await once(server.listen(0, '127.0.0.1'), 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    encrypted: () => encrypted,
    close() {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  }
}
