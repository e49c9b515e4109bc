import type { AccountId, PersonId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

/** What a sign-in needs to know: the account, and the person as whom it enters. */
export type Account = {
  readonly accountId: AccountId
  readonly personId: PersonId
  readonly tenantId: TenantId
  readonly passwordHash: string | null
}

export type FirstPerson = { readonly tenantName: string; readonly name: string; readonly email: string; readonly passwordHash: string }

/** The people who may sign in. */
export interface People {
  /** The account of this e-mail address (any case) in the tenant it was in last, or null; null also where it is active in no tenant. */
  find(email: string): Promise<Account | null>
  /** Replaces the hash, e.g. after a change of parameters. */
  saveHash(accountId: AccountId, passwordHash: string): Promise<void>
  /** True while there is no tenant at all. */
  nobodyYet(): Promise<boolean>
  /** Makes the first tenant and the person who owns it; of racing calls exactly one wins. */
  createFirst(first: FirstPerson): Promise<Result<Account, { readonly code: 'already-set-up' }>>
}
