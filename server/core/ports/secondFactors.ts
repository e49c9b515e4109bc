import type { AccountId, PersonId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'
import type { Account } from './people.ts'

/** What an authenticator app needs: the secret to type, and the same as a URI to scan. Told while it is set up and never again. */
export type Enrolment = { readonly secret: string; readonly uri: string }

type Place = { readonly accountId: AccountId; readonly personId: PersonId; readonly tenantId: TenantId }

/**
 * Codes of six digits that an authenticator app shows (TOTP: SHA-1, 30 s, one step of clock difference either way), and ten recovery codes that each stand
 * in once. A code is good once: it and older ones are refused afterwards.
 */
export interface SecondFactors {
  /** Whether the account has one, and how many recovery codes are left. */
  standing(accountId: AccountId): Promise<{ readonly since: Date | null; readonly recoveryCodes: number }>
  /** Makes a new secret, which counts once `confirm` has seen a code of it. Refuses where there is one that counts. */
  enrol(account: Place, email: string): Promise<Result<Enrolment, { readonly code: 'enrolled-already' }>>
  /** Lets the secret count; gives the recovery codes, told this once. */
  confirm(account: Place, code: string): Promise<Result<readonly string[], { readonly code: 'wrong-code' }>>
  /** Whether this is the account's code, or a recovery code, not used before. Uses it up. */
  check(accountId: AccountId, code: string): Promise<boolean>
  /** New recovery codes in the place of the old ones. */
  renewCodes(account: Place): Promise<readonly string[]>
  remove(account: Place): Promise<void>
  /** Keeps who has shown the password, for ten minutes; `token` is told to the browser. */
  challenge(person: Place): Promise<string>
  /** Who holds this token; null where it is unknown, old, used, or its person may no longer sign in. */
  challenged(token: string): Promise<(Account & { readonly email: string }) | null>
  /** Ends the challenge. Of racing calls exactly one gets true. */
  settle(token: string): Promise<boolean>
}
