import { connect as connectTcp, type Socket } from 'node:net'
import { createConnection, type Connection, type ConnectionOptions, type FieldPacket, type RowDataPacket } from 'mysql2'
import { onAbort } from '../shared/interruption.ts'
import type { PooledConnection } from '../shared/pool.ts'
import type { TlsSettings } from '../shared/settings.ts'
import { tlsOptions } from '../shared/tlsOptions.ts'

export type MysqlSettings = TlsSettings & {
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: string
}

export type OpenMysql = PooledConnection & {
  readonly connection: Connection
  /** What comes from the server, before it is parsed. */
  readonly stream: Socket
  /** Runs a statement of ours. */
  readonly run: (sql: string) => Promise<void>
  /** Runs a statement of ours; parameters are bound by the server. */
  readonly rows: <Row>(
    sql: string,
    parameters?: readonly (string | number)[],
  ) => Promise<readonly (Row & RowDataPacket)[]>
  /** Kills what this connection runs, over a second one; it may come too early to find anything. */
  readonly cancel: () => Promise<void>
}

const CONNECT_MS = 10_000
const FAREWELL_MS = 1000

/** Text in UTF-8 that only double quotes name and only quotes end, in UTC, whatever the server's defaults are. */
const SESSION = `SET SESSION sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES,PIPES_AS_CONCAT,IGNORE_SPACE,NO_ENGINE_SUBSTITUTION', time_zone = '+00:00',
  character_set_client = 'utf8mb4', character_set_results = 'utf8mb4', character_set_connection = 'utf8mb4', lock_wait_timeout = 2, innodb_lock_wait_timeout = 2`

/** Connects to one checked address. */
export const openMysql = async (settings: MysqlSettings, address: string, signal: AbortSignal): Promise<OpenMysql> => {
  const stream = connectTcp({ host: address, port: settings.port, keepAlive: true, noDelay: true })
  const connection = createConnection(driverOptions(settings, stream))
  let alive = true
  const lose = () => void (alive = false)
  connection.on('error', lose).on('end', lose)
  const destroy = () => {
    lose()
    connection.destroy()
  }
  const forget = onAbort(signal, destroy)
  try {
    await new Promise<void>((resolve, reject) => void connection.connect(error => (error ? reject(error) : resolve())))
    await run(connection, SESSION)
  } catch (error) {
    destroy()
    throw error
  } finally {
    forget()
  }
  const end = () =>
    new Promise<void>(resolve => {
      const timer = setTimeout(() => {
        destroy()
        resolve()
      }, FAREWELL_MS)
      connection.end(() => {
        lose()
        clearTimeout(timer)
        resolve()
      })
    })
  return {
    connection,
    stream,
    isAlive: () => alive,
    end,
    destroy,
    run: sql => run(connection, sql),
    ping: () => run(connection, 'SELECT 1'),
    rows: (sql, parameters = []) => rowsOf(connection, sql, parameters),
    cancel: () => kill(settings, address, connection.threadId ?? 0),
  }
}

const driverOptions = (settings: MysqlSettings, stream: Socket): ConnectionOptions => {
  const { port, database, user, password, ssl } = settings
  const tls = tlsOptions(settings)
  return {
    // The name is for the certificate; the socket goes to the checked address.
    host: settings.host,
    stream,
    port,
    user,
    password,
    ...(database === '' ? {} : { database }),
    connectTimeout: CONNECT_MS,
    charset: 'utf8mb4',
    multipleStatements: false,
    flags: ['-LOCAL_FILES'],
    supportBigNumbers: true,
    bigNumberStrings: true,
    dateStrings: true,
    ...(tls === null
      ? {}
      : {
          ssl: {
            ...(tls.ca === undefined ? {} : { ca: String(tls.ca) }),
            rejectUnauthorized: ssl === 'verify-full',
            verifyIdentity: ssl === 'verify-full',
          },
        }),
  }
}

const run = (connection: Connection, sql: string) =>
  new Promise<void>((resolve, reject) => {
    connection.query(sql, error => (error ? reject(error) : resolve()))
  })

const rowsOf = <Row>(connection: Connection, sql: string, parameters: readonly (string | number)[]) =>
  new Promise<readonly (Row & RowDataPacket)[]>((resolve, reject) => {
    connection.execute<(Row & RowDataPacket)[]>(
      sql,
      [...parameters],
      (error: Error | null, rows: (Row & RowDataPacket)[], _fields: FieldPacket[]) =>
        error ? reject(error) : resolve(rows),
    )
  })

/** Everybody may kill what runs under his own name. */
const kill = async (settings: MysqlSettings, address: string, thread: number) => {
  const connection = createConnection(
    driverOptions({ ...settings, database: '' }, connectTcp({ host: address, port: settings.port })),
  )
  connection.on('error', () => undefined)
  try {
    await run(connection, `KILL QUERY ${thread}`)
  } finally {
    connection.destroy()
  }
}
