import { createPrivateKey } from 'node:crypto'
import { env } from 'node:process'
import type { Connection, ConnectionOptions, RowStatement, StatementOption } from 'snowflake-sdk'
import { onAbort } from '../shared/interruption.ts'
import type { PooledConnection } from '../shared/pool.ts'
import { tryToStop } from '../shared/tryToStop.ts'
import { snowflakeAddress, type SnowflakeAddress } from './snowflakeAddress.ts'

export type SnowflakeSettings = {
  readonly account: string
  readonly address?: string | undefined
  readonly user: string
  readonly privateKey?: string | undefined
  readonly passphrase?: string | undefined
  readonly password?: string | undefined
  readonly role: string
  readonly warehouse: string
  readonly database: string
  readonly schema: string
}

export type OpenSnowflake = PooledConnection & {
  /** Runs a statement; aborting the signal ends it in the server. */
  readonly execute: (options: Omit<StatementOption, 'complete'>, signal: AbortSignal) => Promise<RowStatement>
  /** Runs a statement of ours; parameters are bound by the server. */
  readonly rows: <Row>(sql: string, binds?: readonly string[]) => Promise<readonly Row[]>
}

/** What was given to sign in with cannot be used. */
export class BadSignIn extends Error {}

/** The driver's own switches: it would write a log, ask the cloud's metadata address what machine this is, and load a library that reports home. */
const load = async () => {
  env['SNOWFLAKE_DISABLE_PLATFORM_DETECTION'] = 'true'
  env['SNOWFLAKE_DISABLE_MINICORE'] = 'true'
  const { default: snowflake } = await import('snowflake-sdk')
  snowflake.configure({ logLevel: 'OFF', additionalLogToConsole: false })
  return snowflake
}

const plainKey = (pem: string, passphrase: string | undefined): string => {
  try {
    return createPrivateKey({ key: pem, format: 'pem', ...(passphrase ? { passphrase } : {}) })
      .export({ type: 'pkcs8', format: 'pem' })
      .toString()
  } catch {
    throw new BadSignIn('The private key cannot be read: it must be PEM, and its pass phrase must be right.')
  }
}

const signIn = ({ privateKey, passphrase, password }: SnowflakeSettings): ConnectionOptions => {
  if (privateKey) return { authenticator: 'SNOWFLAKE_JWT', privateKey: plainKey(privateKey, passphrase) }
  if (password) return { password }
  throw new BadSignIn('Give a private key, or a password.')
}

const optionsOf = (settings: SnowflakeSettings, { host, port, secure }: SnowflakeAddress): ConnectionOptions => ({
  account: settings.account,
  accessUrl: `${secure ? 'https' : 'http'}://${host}:${port}`,
  username: settings.user,
  ...signIn(settings),
  role: settings.role,
  warehouse: settings.warehouse,
  database: settings.database,
  schema: settings.schema,
  application: 'Dataing',
  rowMode: 'array',
  fetchAsString: ['Number', 'JSON'],
  representNullAsStringNull: false,
  resultPrefetch: 1,
  sfRetryMaxLoginRetries: 1,
  clientSessionKeepAlive: false,
  validateDefaultParameters: false,
})

/** Only the role of the settings counts; times are told in UTC, and a query whose client is gone ends. */
const SESSION = [
  'USE SECONDARY ROLES NONE',
  `ALTER SESSION SET TIMEZONE = 'UTC', TIMESTAMP_TYPE_MAPPING = 'TIMESTAMP_NTZ', QUOTED_IDENTIFIERS_IGNORE_CASE = FALSE, ABORT_DETACHED_QUERY = TRUE, QUERY_TAG = 'Dataing',
    LOCK_TIMEOUT = 2, TIME_OUTPUT_FORMAT = 'HH24:MI:SS.FF6', TIMESTAMP_NTZ_OUTPUT_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF6', TIMESTAMP_TZ_OUTPUT_FORMAT = 'YYYY-MM-DD HH24:MI:SS.FF6 TZHTZM'`,
]

export const openSnowflake = async (settings: SnowflakeSettings, signal: AbortSignal): Promise<OpenSnowflake> => {
  const address = snowflakeAddress(settings)
  if (address === null) throw new BadSignIn('The address is not one of a server.')
  const snowflake = await load()
  const connection = snowflake.createConnection(optionsOf(settings, address))
  let alive = true
  const destroy = () => {
    alive = false
    // The farewell may never be heard; nobody waits for it.
    connection.destroy(() => undefined)
  }
  await new Promise<void>((resolve, reject) => {
    const forget = onAbort(signal, () => reject(new DOMException('Stopped.', 'AbortError')))
    connection.connect(error => {
      forget()
      if (signal.aborted) destroy()
      return error ? reject(error) : resolve()
    })
  })
  const open: OpenSnowflake = {
    isAlive: () => alive && connection.isUp(),
    destroy,
    end: () =>
      new Promise(resolve => {
        alive = false
        connection.destroy(() => resolve())
      }),
    ping: async () => void (await open.rows('SELECT 1')),
    execute: (options, stop) => execute(connection, destroy, { options, stop }),
    rows: (sql, binds = []) => rowsOf(connection, sql, binds),
  }
  for (const statement of SESSION) await open.rows(statement)
  return open
}

type Executing = { readonly options: Omit<StatementOption, 'complete'>; readonly stop: AbortSignal }

const execute = (connection: Connection, destroy: () => void, { options, stop }: Executing) =>
  new Promise<RowStatement>((resolve, reject) => {
    const done = new AbortController()
    const statement = connection.execute({
      ...options,
      complete: (error, ended) => {
        done.abort()
        forget()
        return error ? reject(error) : resolve(ended)
      },
    })
    const cancel = () =>
      new Promise<void>((settled, failed) => statement.cancel(error => (error ? failed(error) : settled())))
    const forget = onAbort(stop, () => void tryToStop({ cancel, destroy }, done.signal))
  })

const rowsOf = <Row>(connection: Connection, sqlText: string, binds: readonly string[]) =>
  new Promise<readonly Row[]>((resolve, reject) => {
    connection.execute({
      sqlText,
      binds,
      rowMode: 'object',
      complete: (error, _statement, rows) => (error ? reject(error) : resolve((rows ?? []) as readonly Row[])),
    })
  })
