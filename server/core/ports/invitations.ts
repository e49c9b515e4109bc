import type { Role } from '../access/role.ts'
import type { AccountId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'
import type { Letter } from './outbox.ts'
import type { Account } from './people.ts'

export type NewInvitation = {
  readonly tenantId: TenantId
  readonly email: string
  readonly role: Role
  readonly invitedBy: string
  readonly expiresAt: Date
}

/** `token` is the secret of the link, told this once. */
export type MadeInvitation = { readonly id: string; readonly token: string; readonly tenantName: string }

/** An invitation that can still be accepted. `accountId` is the account that the address has already, or null. */
export type OpenInvitation = {
  readonly id: string
  readonly tenantId: TenantId
  readonly tenantName: string
  readonly email: string
  readonly role: Role
  readonly invitedBy: string
  readonly expiresAt: Date
  readonly account: { readonly id: AccountId; readonly passwordHash: string | null } | null
}

/** Who joins: with the account they have, or with a new one of this password. */
export type Joining = {
  readonly name: string
  readonly account: { readonly id: AccountId } | { readonly passwordHash: string }
}

/** Links by which people join a tenant. An invitation ends when it expires, is accepted, is taken back, or when its address is invited again. */
export interface Invitations {
  /** `lettersOf` writes the mails that go out if it is made. Refuses an address that is in the tenant already. */
  make(
    invitation: NewInvitation,
    lettersOf: (made: MadeInvitation) => readonly Letter[],
  ): Promise<Result<MadeInvitation, { readonly code: 'member-already' }>>
  /** Null for every token that cannot be accepted (any more). */
  find(token: string): Promise<OpenInvitation | null>
  /** Makes the person. Of racing calls exactly one wins. */
  accept(invitation: OpenInvitation, joining: Joining): Promise<Result<Account, { readonly code: 'not-found' }>>
  revoke(tenantId: TenantId, id: string): Promise<Result<null, { readonly code: 'not-found' }>>
}
