import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { FACTS } from './announcer.ts'

type Options = {
  readonly connectionString: string
  readonly pool: Pick<pg.Pool, 'query'>
  readonly heartbeatMs: number
  /** These cases may have new facts. */
  readonly onFacts: (investigationIds: readonly string[]) => void
  /** Signals may have been missed. */
  readonly onReconnect: () => void
  readonly onProblem: (problem: unknown) => void
}

const RECONNECT_MS = 250
const BEAT = 'beat:'

/**
 * The process's one LISTEN connection. A half-open one is silent, so it hears itself: a beat goes out through the pool, and when the one before has not
 * come back the connection is replaced.
 */
export const createFactListener = ({
  connectionString,
  pool,
  heartbeatMs,
  onFacts,
  onReconnect,
  onProblem,
}: Options) => {
  const own = `${BEAT}${randomUUID()}`
  let client: pg.Client | null = null
  let heard = true
  let closed = false
  let timer: NodeJS.Timeout | undefined

  const onNotification = ({ payload = '' }: pg.Notification) => {
    if (payload === own) heard = true
    else if (!payload.startsWith(BEAT)) onFacts(payload.split(','))
  }

  const connect = async () => {
    const fresh = feedClient(connectionString)
    client = fresh
    heard = true
    fresh.on('notification', onNotification).on('error', onProblem)
    fresh.on('end', () => {
      if (client === fresh) reconnect()
    })
    await fresh.connect()
    await fresh.query(`LISTEN ${FACTS}`)
    onReconnect()
  }

  const reconnect = () => {
    client = null
    if (closed) return
    clearTimeout(timer)
    timer = setTimeout(() => void connect().catch(failed), RECONNECT_MS)
  }

  const failed = (problem: unknown) => {
    onProblem(problem)
    reconnect()
  }

  const beat = () => {
    if (client && !heard) {
      const dead = client.removeAllListeners('notification')
      reconnect()
      dead.end().catch(onProblem)
      return
    }
    heard = client === null
    pool.query('SELECT pg_notify($1, $2)', [FACTS, own]).catch(onProblem)
  }

  const beats = setInterval(beat, heartbeatMs)
  void connect().catch(failed)

  const close = async () => {
    closed = true
    clearInterval(beats)
    clearTimeout(timer)
    await client?.end()
  }
  return { close }
}

const feedClient = (connectionString: string) =>
  new pg.Client({ connectionString, application_name: 'dataing feed', keepAlive: true, connectionTimeoutMillis: 5_000 })
