import type { Result } from '../shared/result.ts'

/** Who tries: the account as typed, whether or not there is one, and the network address, null where it is not known. */
export type SignInTry = { readonly account: string; readonly address: string | null }

/**
 * Slows guessing down, for all processes together. Per account five tries are free and each further one makes it wait 2, 4, 8 … seconds, at most 15
 * minutes; per address (of IPv6: per network /64) the same after fifty. Half an hour without a try is a fresh start.
 */
export interface SignInThrottle {
  /** Counts a try before the password is looked at; refused tries do not count. The same for accounts that do not exist. */
  admit(who: SignInTry): Promise<Result<void, { readonly code: 'too-many-tries'; readonly retryAfterMs: number }>>
  /** Forgets the account's tries after a right password. */
  forget(account: string): Promise<void>
}
