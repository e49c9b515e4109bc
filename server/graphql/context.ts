import type { PrismaClient } from '../../prisma/generated/client.ts'
import type { Asking, Origin } from '../core/access/asking.ts'
import type { SignedIn } from '../core/access/signedIn.ts'
import type { EventFeed } from '../core/ports/eventFeed.ts'
import type { OpenedSession } from '../core/ports/sessions.ts'
import type { TenantId } from '../core/shared/ids.ts'
import type { App } from './app.ts'
import { createLoaders, type Loaders } from './loaders.ts'
import { bindReadDb, type ReadDb } from './readDb.ts'

/** The browser's cookie. */
export type Browser = {
  readonly keep: (session: OpenedSession) => void
  readonly forget: () => void
}

/** What one request brings to the resolvers. */
export type Context = {
  readonly requestId: string
  readonly signedIn: SignedIn | null
  readonly origin: Origin
  /** Reads only, and only the rows of the tenant signed in. */
  readonly readDb: ReadDb
  readonly loaders: Loaders
  readonly app: App
  readonly feed: EventFeed
  /** How often a live stream asks whether its session still stands, in ms. */
  readonly sessionCheckMs: number
  /** Does the work as asked for by this one, so that the audit trail can say by whom. */
  readonly attribute: <Answer>(asking: Asking, work: () => Answer) => Answer
  /** Null where no cookie can be set: over a WebSocket. */
  readonly browser: Browser | null
  /** What of the context is the person's: for the rest of a request that signed in. */
  readonly as: (signedIn: SignedIn) => Pick<Context, 'signedIn' | 'readDb' | 'loaders'>
  /** Where an SSE client says that it stopped (`Last-Event-ID`); null for the first visit. */
  readonly lastEventId: string | null
  /** Told the cursor of each live event before it is sent, for transports with event ids. */
  readonly noteCursor: (cursor: string) => void
}

export type ContextSource = {
  readonly db: PrismaClient
  /** The database by connections that see this tenant's rows only, where there are such. */
  readonly readerOf: (tenantId: TenantId) => PrismaClient
  readonly app: App
  readonly feed: EventFeed
  readonly sessionCheckMs: number
  readonly attribute: Context['attribute']
}

type Request = Pick<Context, 'requestId' | 'signedIn' | 'origin' | 'browser' | 'lastEventId' | 'noteCursor'>

/** The context of one request (by WebSocket: of one operation). */
export const createContext = ({ db, readerOf, ...source }: ContextSource, request: Request): Context => {
  const as = (signedIn: SignedIn | null) => {
    const readDb = signedIn === null ? bindReadDb(db, null) : bindReadDb(readerOf(signedIn.tenantId), signedIn.tenantId)
    return { signedIn, readDb, loaders: createLoaders(readDb) }
  }
  return { ...request, ...source, ...as(request.signedIn), as }
}
