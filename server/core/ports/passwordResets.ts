import type { Result } from '../shared/result.ts'
import type { Letter } from './outbox.ts'
import type { Account } from './people.ts'

/** `token` is the secret of the link; only its hash is stored. */
export type MadeLink = { readonly token: string; readonly expiresAt: Date }

/** Links by which people set a new password. Each works once and for an hour; a newer one ends the older ones of its account. */
export interface PasswordResets {
  /** `lettersOf` writes the mails that go out if the link is made. */
  make(account: Account, lettersOf: (link: MadeLink) => readonly Letter[]): Promise<MadeLink>
  /** The account of a link that can still be used, with its address; null for every other token. Does not use it up. */
  find(token: string): Promise<(Account & { readonly email: string; readonly name: string }) | null>
  /** Sets the password, uses the link up and ends every session of the account; `letters` go out if it does. Of racing calls exactly one wins. */
  use(
    token: string,
    passwordHash: string,
    letters: readonly Letter[],
  ): Promise<Result<null, { readonly code: 'not-found' }>>
}
