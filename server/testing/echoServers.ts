// Servers that refuse everybody and quote what they should not: each answers in its own protocol with an error that holds the text.
import { createServer as createHttp } from 'node:http'
import { createServer as createTcp, type AddressInfo, type Socket } from 'node:net'

const listening = async (server: ReturnType<typeof createTcp> | ReturnType<typeof createHttp>) => {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { port, close: () => new Promise<void>(resolve => void server.close(() => resolve())) }
}

/** Takes connections until it is closed; those that are open end with it. */
const tcp = async (welcome: (socket: Socket) => void) => {
  const sockets = new Set<Socket>()
  const opened = await listening(
    createTcp(socket => {
      sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => void sockets.delete(socket))
      welcome(socket)
    }),
  )
  return {
    port: opened.port,
    async close() {
      for (const socket of sockets) socket.destroy()
      await opened.close()
    },
  }
}

const postgresError = (code: string, message: string) => {
  const body = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0D${message}\0\0`)
  const head = Buffer.from('E\0\0\0\0')
  head.writeInt32BE(body.length + 4, 1)
  return Buffer.concat([head, body])
}

/** PostgreSQL's protocol, and Redshift's. The codes come in turn, connection by connection. */
export const echoingPostgres = (codes: readonly string[], text: () => string) => {
  let turn = 0
  return tcp(
    socket =>
      void socket.once('data', () =>
        socket.end(postgresError(codes[turn++ % codes.length] ?? '', `no access for ${text()}`)),
      ),
  )
}

const mysqlError = (number: number, message: string) => {
  const body = Buffer.concat([Buffer.from([0xff, number & 0xff, number >> 8]), Buffer.from(`#HY000${message}`)])
  return Buffer.concat([Buffer.from([body.length & 0xff, body.length >> 8, 0, 0]), body])
}

/** MySQL's, which may refuse before it greets. The numbers come in turn. */
export const echoingMysql = (numbers: readonly number[], text: () => string) => {
  let turn = 0
  return tcp(socket => void socket.end(mysqlError(numbers[turn++ % numbers.length] ?? 0, `no access for ${text()}`)))
}

/** A mail server that refuses the login. */
export const echoingSmtp = (text: () => string) =>
  tcp(socket => {
    socket.write('220 here\r\n')
    socket.on('data', data => {
      const line = String(data)
      if (line.startsWith('EHLO')) socket.write('250-here\r\n250 AUTH PLAIN LOGIN\r\n')
      else if (line.startsWith('QUIT')) socket.end('221 bye\r\n')
      else socket.write(`535 5.7.8 no access for ${text()}\r\n`)
    })
  })

type Reply = { readonly status: number; readonly body: object }

/** An HTTP service; `reply` says what to answer at a path. What was asked for is kept, to show that it was asked. */
export const echoingHttp = async (reply: (path: string, origin: string) => Reply) => {
  const asked: string[] = []
  const server = createHttp((request, response) => {
    const { port } = server.address() as AddressInfo
    const { pathname } = new URL(request.url ?? '/', 'http://here')
    asked.push(pathname)
    const { status, body } = reply(pathname, `http://127.0.0.1:${port}`)
    request
      .resume()
      .on('end', () => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body)))
  })
  const opened = await listening(server)
  return {
    ...opened,
    asked,
    origin: `http://127.0.0.1:${opened.port}`,
    async close() {
      server.closeAllConnections()
      await opened.close()
    },
  }
}
