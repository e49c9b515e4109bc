import type { Result } from '../shared/result.ts'
import type { Account } from './people.ts'

/** Links by which people set a new password. Each works once and for an hour; a newer one ends the older ones of its account. */
export interface PasswordResets {
  /** `token` is the secret of the link; only its hash is stored. */
  make(account: Account): Promise<{ readonly token: string; readonly expiresAt: Date }>
  /** The account of a link that can still be used, with its address; null for every other token. Does not use it up. */
  find(token: string): Promise<(Account & { readonly email: string; readonly name: string }) | null>
  /** Sets the password, uses the link up and ends every session of the account. Of racing calls exactly one wins. */
  use(token: string, passwordHash: string): Promise<Result<null, { readonly code: 'not-found' }>>
}
