import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to the server of `url` that can go silent: `freeze` leaves every connection open and carries nothing over it any more. */
export const startTcpProxy = async (url: string) => {
  const target = new URL(url)
  const pairs = new Set<readonly [Socket, Socket]>()
  const server = createServer(near => {
    const far = connect(Number(target.port), target.hostname)
    const pair = [near, far] as const
    pairs.add(pair)
    near.pipe(far)
    far.pipe(near)
    pair.forEach(socket => socket.on('error', () => pair.forEach(one => one.destroy())))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const through = new URL(url)
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: through.href,
    freeze: () =>
      pairs.forEach(([near, far]) => {
        near.unpipe(far)
        far.unpipe(near)
      }),
    close: () => {
      pairs.forEach(pair => pair.forEach(socket => socket.destroy()))
      server.close()
    },
  }
}
