// One request, as the GraphQL engine is handed it; a WebSocket's operations are visits too.
import { randomUUID } from 'node:crypto'
import type { Context } from '../graphql/context.ts'
import { createErrorShaper, type ErrorShaper } from './errorShape.ts'
import type { LogEntry } from './options.ts'
import type { Charge } from './rateLimit.ts'

export type Visit = Pick<Context, 'requestId' | 'signedIn' | 'origin' | 'browser' | 'lastEventId' | 'noteCursor'> & {
  readonly shape: ErrorShaper
  /** What the request cost; null until it was charged. */
  readonly charge: () => Charge | null
  readonly noteCharge: (charge: Charge) => void
  /** The cursor noted last. */
  readonly cursor: () => string | null
}

/** What the engine gets beside the document. */
export type Arrived = {
  readonly visit: Visit
  /** Takes one of the caller's places until the response ends or breaks; false where they hold all of theirs. */
  readonly holdPlace: () => boolean
}

type Arrival = Pick<Context, 'signedIn' | 'origin' | 'browser' | 'lastEventId'> & { readonly requestId?: string }

export const createVisit = (arrival: Arrival, log: (entry: LogEntry) => void): Visit => {
  const requestId = arrival.requestId ?? randomUUID()
  let cursor: string | null = null
  let charge: Charge | null = null
  return {
    ...arrival,
    requestId,
    noteCursor: noted => {
      cursor = noted
    },
    cursor: () => cursor,
    noteCharge: noted => {
      charge = noted
    },
    charge: () => charge,
    shape: createErrorShaper(requestId, arrival.signedIn !== null, error =>
      log({ requestId, what: 'A resolver failed', error }),
    ),
  }
}
