import type { Role } from '../access/role.ts'
import type { AccountId, PersonId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

/** What a sign-in needs to know: the account, and the person as whom it enters. */
export type Account = {
  readonly accountId: AccountId
  readonly personId: PersonId
  readonly tenantId: TenantId
  readonly passwordHash: string | null
}

export type FirstPerson = {
  readonly tenantName: string
  readonly name: string
  readonly email: string
  readonly passwordHash: string
}

/** A tenant that an account is in, and as what. */
export type Membership = {
  readonly tenantId: TenantId
  readonly tenantName: string
  readonly personId: PersonId
  readonly role: Role
}

/** The people who may sign in. */
export interface People {
  /** The account of this e-mail address (any case) in the tenant it was in last, or null; null also where it is active in no tenant. */
  find(email: string): Promise<Account | null>
  /** The account behind a person, with its address; null for a service account. */
  accountOf(personId: PersonId): Promise<(Account & { readonly email: string }) | null>
  /** The tenants that an account is active in, by name. */
  memberships(accountId: AccountId): Promise<readonly Membership[]>
  /** Replaces the hash by one of the same password, e.g. after a change of parameters. */
  saveHash(accountId: AccountId, passwordHash: string): Promise<void>
  /** Replaces the password, and ends every session of the account but `kept`. */
  changePassword(account: Account, passwordHash: string, kept: string): Promise<void>
  /** Writes down that somebody failed to sign in to the account. Returns at once, so that its time tells nobody that there is one. */
  noteFailure(account: Account): void
  /** True while there is no tenant at all. */
  nobodyYet(): Promise<boolean>
  /** Makes the first tenant and the person who owns it; of racing calls exactly one wins. */
  createFirst(first: FirstPerson): Promise<Result<Account, { readonly code: 'already-set-up' }>>
}
