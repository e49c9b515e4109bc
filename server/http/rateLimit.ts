// How much a caller may ask for, in the points of a document's cost. Kept in this process: several processes allow each their own.
import type { Context } from '../graphql/context.ts'

/** A caller may save up `burst` points and gets `perSecond` of them back; each request costs at least `least`. */
export type Rate = { readonly burst: number; readonly perSecond: number; readonly least: number }

export type RateLimits = { readonly known: Rate; readonly stranger: Rate }

/** Those signed in: 50 small requests a second for ever, 5,000 at once. Strangers, who may only sign in or look at an invitation: 5 and 200. */
export const defaultRates: RateLimits = {
  known: { burst: 500_000, perSecond: 5_000, least: 100 }, stranger: { burst: 20_000, perSecond: 500, least: 100 },
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

export type RateLimiter = { charge(visit: Pick<Context, 'signedIn' | 'origin'>, cost: number): Charge }

type Purse = { readonly points: number; readonly at: number }

const MOST_CALLERS = 20_000

/** `now` gives milliseconds. A request dearer than the whole burst is admitted from a full purse, so that none is refused for ever. */
export const createRateLimiter = (limits: RateLimits, now: () => number): RateLimiter => {
  const purses = new Map<string, Purse>()
  const keep = (caller: string, purse: Purse) => {
    purses.delete(caller)
    purses.set(caller, purse)
    const [oldest] = purses.keys()
    if (purses.size > MOST_CALLERS && oldest !== undefined) purses.delete(oldest)
  }
  return {
    charge(visit, cost) {
      const { burst, perSecond, least } = visit.signedIn === null ? limits.stranger : limits.known
      const caller = callerOf(visit)
      const at = now()
      const known = purses.get(caller) ?? { points: burst, at }
      const points = Math.min(burst, known.points + (at - known.at) / 1000 * perSecond)
      const requested = Math.min(burst, Math.max(least, cost))
      const admitted = points >= requested
      const left = admitted ? points - requested : points
      keep(caller, { points: left, at })
      return {
        admitted, requested, limit: burst, remaining: Math.floor(left), resetMs: Math.ceil((burst - left) / perSecond * 1000),
        retryAfterMs: admitted ? 0 : Math.ceil((requested - points) / perSecond * 1000),
      }
    },
  }
}

/** A key by itself, a person in all their browsers together, a stranger by the address. */
const callerOf = ({ signedIn, origin }: Pick<Context, 'signedIn' | 'origin'>): string => {
  if (signedIn === null) return `address ${origin.address ?? ''}`
  return signedIn.key === null ? `person ${signedIn.personId}` : `key ${signedIn.credential.id}`
}
