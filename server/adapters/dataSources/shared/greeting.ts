import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions, type TLSSocket } from 'node:tls'

/** How a server is asked to encrypt. */
export type Greeting = 'postgres' | 'mysql' | 'https'

const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])
/** CLIENT_PROTOCOL_41 and CLIENT_SSL, in a packet that is the second of the handshake. */
const MYSQL_SSL_REQUEST = Buffer.concat([Buffer.from([32, 0, 0, 1, 0, 10, 0, 0, 0, 0, 0, 1, 45]), Buffer.alloc(23)])
const MYSQL_SSL = 0x0800

const firstData = async (socket: Socket): Promise<Buffer> => {
  const received: unknown[] = await once(socket, 'data')
  return Buffer.isBuffer(received[0]) ? received[0] : Buffer.alloc(0)
}

/** Whether the server agreed to go on encrypted. */
const agrees: { readonly [G in Greeting]: (socket: Socket) => Promise<boolean> } = {
  https: async () => true,
  async postgres(socket) {
    socket.write(SSL_REQUEST)
    return (await firstData(socket)).toString('latin1', 0, 1) === 'S'
  },
  async mysql(socket) {
    const packet = await firstData(socket)
    const version = packet.indexOf(0, 5)
    // Behind the version: thread, eight bytes of salt, a filler, and the lower half of what the server can do.
    if (packet[4] !== 10 || version < 0 || (packet.readUInt16LE(version + 14) & MYSQL_SSL) === 0) return false
    socket.write(MYSQL_SSL_REQUEST)
    return true
  },
}

/** Encrypts a fresh connection as its protocol does; null where the server has no TLS. Rejects where the certificate does not fit. */
export const encrypt = async (
  socket: Socket,
  greeting: Greeting,
  options: ConnectionOptions,
): Promise<TLSSocket | null> => {
  if (!(await agrees[greeting](socket))) return null
  const secure = connectTls({ ...options, socket })
  await once(secure, 'secureConnect')
  return secure
}
