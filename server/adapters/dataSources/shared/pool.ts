import type { DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import { onAbort } from './interruption.ts'
import { resolveHost, type ResolveRules } from './hostAddress.ts'

/** One connection to a server, whatever its protocol. */
export type PooledConnection = {
  /** False once the connection is lost. */
  readonly isAlive: () => boolean
  /** Takes leave of the server, which has a moment to answer. */
  readonly end: () => Promise<void>
  /** Drops the connection without a farewell. */
  readonly destroy: () => void
  /** Asks the server for a sign of life; throws where there is none. */
  readonly ping: () => Promise<void>
}

/** Connections to one server. How many are in use at once is for the caller to bound. */
export interface Pool<Open> {
  /** Calls back with a connection; it is used again only where the work ended well and nobody stopped it. */
  use<Value>(
    signal: AbortSignal,
    work: (open: Open) => Promise<Result<Value, DataSourceProblem>>,
  ): Promise<Result<Value, DataSourceProblem>>
  close(): Promise<void>
}

export type PoolOptions<Open> = {
  readonly host: string
  readonly rules: ResolveRules
  /** Connects to one checked address. */
  readonly open: (address: string, signal: AbortSignal) => Promise<Open>
  /** A throw of the driver in our words. What is none of its errors is a bug and goes on. */
  readonly problemOf: (error: unknown) => DataSourceProblem
}

const MAX_IDLE = 2
const IDLE_MS = 30_000

export const createPool = <Open extends PooledConnection>(options: PoolOptions<Open>): Pool<Open> => {
  const idle = new Map<Open, NodeJS.Timeout>()
  const take = (open: Open) => {
    clearTimeout(idle.get(open))
    idle.delete(open)
    return open
  }
  const retire = async (open: Open) => {
    take(open)
    if (open.isAlive()) await open.end()
  }
  const give = async (open: Open) => {
    if (!open.isAlive() || idle.size >= MAX_IDLE) return retire(open)
    idle.set(open, setTimeout(() => void retire(open), IDLE_MS).unref())
  }
  /** An idle one may have been lost without a word, so each is asked first. */
  const idleOne = async (signal: AbortSignal) => {
    for (const [open] of idle) {
      take(open)
      if (await answers(open, signal)) return open
    }
    return null
  }
  return {
    async use(signal, work) {
      try {
        const open = (await idleOne(signal)) ?? (await openAny(options, signal))
        if ('problem' in open) return open
        return await settle(open, { signal, give, retire }, () => work(open))
      } catch (error) {
        return refuse(options.problemOf(error))
      }
    },
    async close() {
      await Promise.all([...idle.keys()].map(retire))
    },
  }
}

const answers = async (open: PooledConnection, signal: AbortSignal) => {
  const forget = onAbort(signal, open.destroy)
  try {
    await open.ping()
    return open.isAlive()
  } catch {
    // Whatever the reason, another connection is opened, and tells if there is one.
    open.destroy()
    return false
  } finally {
    forget()
  }
}

type Ends<Open> = {
  readonly signal: AbortSignal
  readonly give: (open: Open) => Promise<void>
  readonly retire: (open: Open) => Promise<void>
}

const settle = async <Open extends PooledConnection, Value>(
  open: Open,
  { signal, give, retire }: Ends<Open>,
  work: () => Promise<Value>,
): Promise<Value> => {
  try {
    const value = await work()
    // A late request to cancel would hit the connection's next query.
    await (signal.aborted ? retire(open) : give(open))
    return value
  } catch (error) {
    open.destroy()
    throw error
  }
}

/** Tries the host's addresses in order; each connection resolves and checks them again. */
const openAny = async <Open>({ host, rules, open, problemOf }: PoolOptions<Open>, signal: AbortSignal) => {
  const addresses = await resolveHost(host, rules)
  if (!addresses.ok) return addresses
  const [first, ...others] = addresses.value
  for (const address of [first, ...others].slice(0, -1)) {
    const opened = await open(address, signal).then(ok, (error: unknown) => refuse(problemOf(error)))
    if (opened.ok) return opened.value
    if (opened.problem.code !== 'unreachable') return opened
  }
  return open(addresses.value.at(-1) ?? first, signal)
}
