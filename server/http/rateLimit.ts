// How much a caller may ask for, in the points of a document's cost: from all processes together.
import { networkOf } from '../core/access/network.ts'
import type { Purses } from '../core/ports/purses.ts'
import type { Context } from '../graphql/context.ts'

/** A caller may save up `burst` points and gets `perSecond` of them back; each request costs at least `least`. */
export type Rate = { readonly burst: number; readonly perSecond: number; readonly least: number }

export type RateLimits = { readonly known: Rate; readonly stranger: Rate }

/** Those signed in: 50 small requests a second for ever, 5,000 at once. Strangers, who may only sign in or look at an invitation: 5 and 200. */
export const defaultRates: RateLimits = {
  known: { burst: 500_000, perSecond: 5_000, least: 100 },
  stranger: { burst: 20_000, perSecond: 500, least: 100 },
}

/** What a request cost, and what is left; `resetMs` is when all is there again. */
export type Charge = {
  readonly admitted: boolean
  readonly requested: number
  readonly limit: number
  readonly remaining: number
  readonly resetMs: number
  /** When the same request would be admitted; 0 where it was. */
  readonly retryAfterMs: number
}

export type RateLimiter = { charge(visit: Pick<Context, 'signedIn' | 'origin'>, cost: number): Promise<Charge> }

/** `points` were taken from the purse and not spent yet; `left` is what the purse held when they were. */
type Held = { readonly points: number; readonly left: number }

const MOST_CALLERS = 20_000
/** A process takes points by the handful, so that it asks for small requests once in a hundred times; what it does not spend is lost to the caller. */
const HANDFULS = 50

/** A request dearer than the whole burst is admitted from a full purse, so that none is refused for ever. */
export const createRateLimiter = (limits: RateLimits, purses: Purses): RateLimiter => {
  const hands = new Map<string, Held>()
  const keep = (caller: string, held: Held) => {
    hands.delete(caller)
    hands.set(caller, held)
    const [oldest] = hands.keys()
    if (hands.size > MOST_CALLERS && oldest !== undefined) hands.delete(oldest)
  }
  return {
    async charge(visit, cost) {
      const terms = visit.signedIn === null ? limits.stranger : limits.known
      const { burst, least } = terms
      const caller = callerOf(visit)
      const requested = Math.min(burst, Math.max(least, cost))
      const held = hands.get(caller) ?? { points: 0, left: burst }
      if (held.points >= requested) {
        keep(caller, { ...held, points: held.points - requested })
        return chargeOf(terms, { admitted: true, requested, remaining: held.left + held.points - requested })
      }
      const needed = requested - held.points
      const { granted, left } = await purses.take(caller, { needed, wanted: Math.max(needed, burst / HANDFULS) }, terms)
      // Meanwhile another request of the caller may have spent or fetched points.
      const now = (hands.get(caller)?.points ?? 0) + granted
      const admitted = now >= requested
      const points = admitted ? now - requested : now
      keep(caller, { points, left })
      return chargeOf(terms, { admitted, requested, remaining: left + points })
    },
  }
}

const chargeOf = (
  { burst, perSecond }: Rate,
  charged: Pick<Charge, 'admitted' | 'requested' | 'remaining'>,
): Charge => {
  const { admitted, requested, remaining } = charged
  return {
    ...charged,
    limit: burst,
    remaining: Math.floor(remaining),
    resetMs: Math.ceil(((burst - remaining) / perSecond) * 1000),
    retryAfterMs: admitted ? 0 : Math.max(1, Math.ceil(((requested - remaining) / perSecond) * 1000)),
  }
}

/** A key by itself, a person in all their browsers together, a stranger by the network that they have. */
export const callerOf = ({ signedIn, origin }: Pick<Context, 'signedIn' | 'origin'>): string => {
  if (signedIn === null) return `address ${networkOf(origin.address ?? '')}`
  return signedIn.key === null ? `person ${signedIn.personId}` : `key ${signedIn.credential.id}`
}
