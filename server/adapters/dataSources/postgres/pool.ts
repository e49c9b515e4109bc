import type { DataSourceProblem } from '../../../core/ports/dataSource.ts'
import { ok, refuse, type Result } from '../../../core/shared/result.ts'
import { onAbort } from '../shared/interruption.ts'
import { resolveHost, type ResolveRules } from '../shared/hostAddress.ts'
import { openClient, type OpenClient, type PostgresSettings } from './openClient.ts'
import { postgresProblem } from './postgresProblem.ts'

/** Connections to one server. How many are in use at once is for the caller to bound. */
export interface Pool {
  /** Calls back with a connection; it is used again only where the work ended well and nobody stopped it. */
  use<Value>(signal: AbortSignal, work: (open: OpenClient) => Promise<Result<Value, DataSourceProblem>>): Promise<Result<Value, DataSourceProblem>>
  close(): Promise<void>
}

const MAX_IDLE = 2
const IDLE_MS = 30_000

export const createPool = (settings: PostgresSettings, rules: ResolveRules): Pool => {
  const idle = new Map<OpenClient, NodeJS.Timeout>()
  const take = (open: OpenClient) => {
    clearTimeout(idle.get(open))
    idle.delete(open)
    return open
  }
  const retire = async (open: OpenClient) => {
    take(open)
    if (open.isAlive()) await open.end()
  }
  const give = async (open: OpenClient) => {
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
        const open = await idleOne(signal) ?? await openAny(settings, rules, signal)
        if ('problem' in open) return open
        return await settle(open, { signal, give, retire }, () => work(open))
      } catch (error) {
        return refuse(postgresProblem(error, hiddenOf(settings)))
      }
    },
    async close() {
      await Promise.all([...idle.keys()].map(retire))
    },
  }
}

const answers = async (open: OpenClient, signal: AbortSignal) => {
  const forget = onAbort(signal, open.destroy)
  try {
    await open.client.query('SELECT 1')
    return open.isAlive()
  } catch {
    // Whatever the reason, another connection is opened, and tells if there is one.
    open.destroy()
    return false
  } finally {
    forget()
  }
}

const hiddenOf = ({ password, host }: PostgresSettings) => [password, host]

type Ends = { readonly signal: AbortSignal; readonly give: (open: OpenClient) => Promise<void>; readonly retire: (open: OpenClient) => Promise<void> }

const settle = async <Value>(open: OpenClient, { signal, give, retire }: Ends, work: () => Promise<Value>): Promise<Value> => {
  try {
    const value = await work()
    // A late cancel request would hit the connection's next query.
    await (signal.aborted ? retire(open) : give(open))
    return value
  } catch (error) {
    open.destroy()
    throw error
  }
}

/** Tries the host's addresses in order; each connection resolves and checks them again. */
const openAny = async (settings: PostgresSettings, rules: ResolveRules, signal: AbortSignal) => {
  const addresses = await resolveHost(settings.host, rules)
  if (!addresses.ok) return addresses
  const [first, ...others] = addresses.value
  for (const address of [first, ...others].slice(0, -1)) {
    const opened = await openClient(settings, address, signal).then(ok, (error: unknown) => refuse(postgresProblem(error, hiddenOf(settings))))
    if (opened.ok) return opened.value
    if (opened.problem.code !== 'unreachable') return opened
  }
  return openClient(settings, addresses.value.at(-1) ?? first, signal)
}
