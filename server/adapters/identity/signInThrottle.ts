import type { SignInThrottle } from '../../core/ports/signInThrottle.ts'
import { ok, refuse } from '../../core/shared/result.ts'

const FREE_TRIES = 5
const LONGEST_WAIT_MS = 15 * 60_000
/** An account's tries are forgotten after this long without one. */
const FORGET_MS = 2 * LONGEST_WAIT_MS
const MOST_ACCOUNTS = 10_000

type Tries = { readonly count: number; readonly last: number }

/** Kept in this process; with several API processes each allows its own five. `now` gives milliseconds. */
export const createSignInThrottle = (now: () => number): SignInThrottle => {
  const tries = new Map<string, Tries>()
  const remember = (account: string, entry: Tries) => {
    tries.delete(account)
    tries.set(account, entry)
    const [oldest] = tries.keys()
    if (tries.size > MOST_ACCOUNTS && oldest !== undefined) tries.delete(oldest)
  }
  return {
    admit(account) {
      const at = now()
      const known = tries.get(account)
      const { count, last } = known !== undefined && at - known.last < FORGET_MS ? known : { count: 0, last: at }
      const retryAfterMs = last + waitAfter(count) - at
      if (retryAfterMs > 0) return refuse({ code: 'too-many-tries', retryAfterMs })
      remember(account, { count: count + 1, last: at })
      return ok(undefined)
    },
    forget: account => void tries.delete(account),
  }
}

const waitAfter = (count: number) => count < FREE_TRIES ? 0 : Math.min(LONGEST_WAIT_MS, 1000 * 2 ** (count - FREE_TRIES + 1))
