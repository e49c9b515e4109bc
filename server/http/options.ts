import type { ContextSource } from '../graphql/context.ts'
import type { ApiKeys } from '../core/ports/apiKeys.ts'
import type { KeptRequests } from '../core/ports/keptRequests.ts'
import type { Purses } from '../core/ports/purses.ts'
import type { OpenedSession, Sessions } from '../core/ports/sessions.ts'
import type { DocumentLimits } from './documentLimits.ts'
import type { RateLimits } from './rateLimit.ts'

/** How many WebSockets and streams of events a caller may hold open in each process, and how many operations may run on each socket. */
export type SocketLimits = { readonly perCaller: number; readonly operations: number }

/** The page needs one socket per tab, with a handful of subscriptions. */
export const defaultSockets: SocketLimits = { perCaller: 50, operations: 50 }

/** A line of the log; never a secret, a cookie or a query's text. */
export type LogEntry = { readonly requestId: string; readonly what: string; readonly error: unknown }

export type HttpOptions = {
  readonly source: ContextSource
  readonly sessions: Pick<Sessions, 'find'>
  readonly apiKeys: Pick<ApiKeys, 'find'>
  /** Whether the database answers. */
  readonly ready: () => Promise<boolean>
  /** The built page; null serves the API alone. */
  readonly clientFolder: string | null
  /** The address that people use where a proxy stands before this server; null: whatever the request says. With https cookies are secure. */
  readonly publicUrl: URL | null
  /** In the demo and in development: GraphiQL on GET /graphql. */
  readonly graphiql: boolean
  /** In the demo: opens the page's session by itself, for visitors from this very machine. */
  readonly autoSignIn: (() => Promise<OpenedSession>) | null
  readonly log: (entry: LogEntry) => void
  readonly limits: DocumentLimits
  readonly rates: RateLimits
  readonly sockets: SocketLimits
  readonly purses: Purses
  readonly keptRequests: KeptRequests
}
