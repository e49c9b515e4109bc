import { onAbort } from '../shared/interruption.ts'
import { tryToStop } from '../shared/tryToStop.ts'
import type { OpenMysql } from './openMysql.ts'

/** The two families of servers differ in how they bound a statement's time. */
export type Flavour = 'mariadb' | 'mysql'

type Bounds = {
  readonly mode: 'READ ONLY' | 'READ WRITE'
  readonly timeoutMs: number
  readonly signal: AbortSignal
  readonly flavour: Flavour
}

const timeLimit = (flavour: Flavour, timeoutMs: number) =>
  flavour === 'mariadb' ? `max_statement_time = ${timeoutMs / 1000}` : `max_execution_time = ${timeoutMs}`

/** Works in a transaction that is always rolled back. When the signal aborts, the server is told to stop. */
export const inTransaction = async <Value>(
  open: OpenMysql,
  { mode, timeoutMs, signal, flavour }: Bounds,
  work: () => Promise<Value>,
): Promise<Value> => {
  const done = new AbortController()
  const forget = onAbort(signal, () => void tryToStop(open, done.signal))
  try {
    await open.run(`SET SESSION ${timeLimit(flavour, Math.max(1, Math.ceil(timeoutMs)))}`)
    await open.run(`START TRANSACTION ${mode}`)
    return await work()
  } finally {
    done.abort()
    forget()
    if (open.isAlive()) await open.run('ROLLBACK')
  }
}
