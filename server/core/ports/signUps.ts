import type { Result } from '../shared/result.ts'
import type { Letter } from './outbox.ts'
import type { MadeLink } from './passwordResets.ts'
import type { Account, FirstPerson } from './people.ts'

/** Links by which people make a tenant of their own. Each works once and for a day; a newer one ends the older one of its address. */
export interface SignUps {
  /** `lettersOf` writes the mails that go out if the link is made. */
  make(email: string, lettersOf: (link: MadeLink) => readonly Letter[]): Promise<MadeLink>
  /** The address of a link that can still be used; null for every other token. Does not use it up. */
  find(token: string): Promise<string | null>
  /**
   * Makes the tenant with its owner, and uses the link up. Of racing calls exactly one wins; an address that came into a tenant meanwhile is refused.
   * An account that is active in no tenant is taken over, with the new password, by who reads its mail.
   */
  use(
    token: string,
    first: Omit<FirstPerson, 'email'>,
  ): Promise<Result<Account & { readonly email: string }, { readonly code: 'not-found' }>>
}
