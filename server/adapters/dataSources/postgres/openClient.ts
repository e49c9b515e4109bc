import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls, type ConnectionOptions } from 'node:tls'
import { once } from 'node:events'
import pg from 'pg'
import { z } from 'zod'
import { onAbort } from '../shared/interruption.ts'
import type { PooledConnection } from '../shared/pool.ts'
import type { TlsSettings } from '../shared/settings.ts'
import { tlsOptions } from '../shared/tlsOptions.ts'

export type PostgresSettings = TlsSettings & {
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
}

export type OpenClient = PooledConnection & {
  readonly client: pg.Client
  /** Asks the server to stop what this connection runs; it may come too early to find anything. */
  readonly cancel: () => Promise<void>
}

const CONNECT_MS = 10_000
const FAREWELL_MS = 1000

const backendKey = z.object({ processID: z.int(), secretKey: z.int() })

/** Connects to one checked address. */
export const openClient = async (
  settings: PostgresSettings,
  address: string,
  signal: AbortSignal,
): Promise<OpenClient> => {
  const { port, database, user, password } = settings
  const ssl = tlsOptions(settings)
  const client = new pg.Client({
    host: address,
    port,
    database,
    user,
    ssl: ssl ?? false,
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS,
    application_name: 'Dataing',
    // A function, since an empty password would make the driver look for one in the environment.
    password: () => password,
  })
  let alive = true
  const lose = () => void (alive = false)
  client.on('error', lose).on('end', lose)
  const destroy = () => {
    lose()
    client.connection.stream.destroy()
  }
  const forget = onAbort(signal, destroy)
  try {
    await client.connect()
    await client.query(`SET client_connection_check_interval = '2s'`).catch(notOffered)
  } catch (error) {
    destroy()
    throw error
  } finally {
    forget()
  }
  const end = async () => {
    const timer = setTimeout(destroy, FAREWELL_MS)
    await client.end()
    clearTimeout(timer)
  }
  const ping = async () => void (await client.query('SELECT 1'))
  return {
    client,
    isAlive: () => alive,
    end,
    destroy,
    ping,
    cancel: () => cancelRequest({ address, port, ssl, key: backendKey.parse(client) }),
  }
}

/** Without it (before version 14, or not on Linux) the server notices a lost client later. */
const notOffered = (error: unknown) => {
  if (!(error instanceof pg.DatabaseError) || !['42704', '22023'].includes(error.code ?? '')) throw error
}

type Cancel = { address: string; port: number; ssl: ConnectionOptions | null; key: z.output<typeof backendKey> }

const SSL_REQUEST = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])
const CANCEL_CODE = 80_877_102

/** The protocol's own way to stop a query: a second connection that carries the first one's key. It needs no free place on the server. */
const cancelRequest = async ({ address, port, ssl, key }: Cancel): Promise<void> => {
  const tcp = connectTcp({ host: address, port })
  try {
    tcp.setTimeout(CONNECT_MS, () => tcp.destroy(new Error('timeout expired')))
    await once(tcp, 'connect')
    const socket = ssl === null ? tcp : await encrypt(tcp, { ...ssl, host: address })
    const message = Buffer.alloc(16)
    message.writeInt32BE(16, 0)
    message.writeInt32BE(CANCEL_CODE, 4)
    message.writeInt32BE(key.processID, 8)
    message.writeInt32BE(key.secretKey, 12)
    socket.resume().end(message)
    await once(socket, 'close')
  } finally {
    tcp.destroy()
  }
}

const encrypt = async (tcp: Socket, options: ConnectionOptions) => {
  tcp.write(SSL_REQUEST)
  const reply: unknown[] = await once(tcp, 'data')
  if (String(reply[0]) !== 'S') throw new Error('The server does not support SSL connections')
  const socket = connectTls({ ...options, socket: tcp })
  await once(socket, 'secureConnect')
  return socket
}
