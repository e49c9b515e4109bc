import { onAbort } from '../shared/interruption.ts'
import { OBEY_MS, tryToStop } from '../shared/tryToStop.ts'
import type { OpenClient } from './openClient.ts'

export type Bounds = {
  readonly mode: 'READ ONLY' | 'READ WRITE'
  readonly timeoutMs: number
  readonly signal: AbortSignal
  /** Settings other than PostgreSQL's own. */
  readonly session: ((timeoutMs: number) => readonly string[]) | null
}

const LOCK_MS = 2000

const begin = (mode: 'READ ONLY' | 'READ WRITE', timeoutMs: number) => `
  BEGIN ISOLATION LEVEL READ COMMITTED ${mode};
  SET LOCAL statement_timeout = ${timeoutMs};
  SET LOCAL lock_timeout = ${Math.min(LOCK_MS, timeoutMs)};
  SET LOCAL idle_in_transaction_session_timeout = ${timeoutMs + OBEY_MS};
  SET LOCAL search_path = pg_catalog, public, pg_temp;
  SET LOCAL TimeZone = 'UTC';
  SET LOCAL DateStyle = 'ISO, YMD';
  SET LOCAL IntervalStyle = 'iso_8601';
  SET LOCAL bytea_output = 'hex';
  SET LOCAL extra_float_digits = 1;
  SET LOCAL client_min_messages = 'error'`

/** Works in a transaction that is always rolled back. When the signal aborts, the server is told to stop. */
export const inTransaction = async <Value>(
  open: OpenClient,
  { mode, timeoutMs, signal, session }: Bounds,
  work: () => Promise<Value>,
): Promise<Value> => {
  const done = new AbortController()
  const forget = onAbort(signal, () => void tryToStop(open, done.signal))
  try {
    const limit = Math.max(1, Math.ceil(timeoutMs))
    await open.client.query(session === null ? begin(mode, limit) : [`BEGIN ${mode}`, ...session(limit)].join('; '))
    return await work()
  } finally {
    done.abort()
    forget()
    if (open.isAlive()) await open.client.query('ROLLBACK')
  }
}
