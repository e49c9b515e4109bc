import type { Result } from '../shared/result.ts'

/** Slows guessing down: per account five tries are free, each further one makes the account wait 2, 4, 8 … seconds, at most 15 minutes. */
export interface SignInThrottle {
  /** Counts a try before the password is looked at; refused tries do not count. The same for accounts that do not exist. */
  admit(account: string): Result<void, { readonly code: 'too-many-tries'; readonly retryAfterMs: number }>
  /** Forgets the account's tries after a right password. */
  forget(account: string): void
}
