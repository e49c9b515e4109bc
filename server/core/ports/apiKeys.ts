import type { Permission } from '../access/permission.ts'
import type { SignedIn } from '../access/signedIn.ts'
import type { PersonId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

/** A key as it is known afterwards: everything but itself. */
export type KnownKey = {
  readonly id: string
  readonly name: string
  readonly scopes: readonly Permission[]
  readonly owner: KeyOwner
}

/** Whose key it is. */
export type KeyOwner = { readonly personId: PersonId; readonly isService: boolean; readonly name: string }

export type NewKey = {
  readonly tenantId: TenantId
  readonly owner: KeyOwner
  readonly name: string
  readonly scopes: readonly Permission[]
  /** Networks (CIDR) that it may be used from, as `ranges` gives them; empty: all. */
  readonly allowedFrom: readonly string[]
  /** The team that its investigations are for; left out where its owner's own teams are. */
  readonly teamId?: string | null
  readonly expiresAt: Date
}

/** `token` is the key itself, told this once; only its hash is stored. */
export type MadeKey = { readonly id: string; readonly token: string }

/** Keys for programs. A key ends when it expires, when it is revoked, and with its owner. */
export interface ApiKeys {
  make(key: NewKey): Promise<MadeKey>
  /** Addresses and networks (CIDR) as they are stored; `invalid` names the first that is neither. */
  ranges(typed: readonly string[]): Result<readonly string[], { readonly code: 'invalid'; readonly typed: string }>
  /**
   * Who holds this key; null for an unknown, ended or revoked one, and for one that may not be used from this address. What is no key by its checksum is
   * told without asking the database. Counts as use.
   */
  find(token: string, address: string | null): Promise<SignedIn | null>
  /** The live key with this id in this tenant; null where there is none. */
  known(tenantId: TenantId, id: string): Promise<KnownKey | null>
  /** Ends it at once. Of racing calls one does, the others find it ended. */
  revoke(tenantId: TenantId, id: string): Promise<Result<null, { readonly code: 'not-found' }>>
  /** Makes its successor, with the same rights, and lets the old one live until `overlapEnds` at most. A key has one successor: of racing calls one wins. */
  rotate(
    tenantId: TenantId,
    id: string,
    dates: { readonly overlapEnds: Date; readonly expiresAt: Date },
  ): Promise<Result<MadeKey, { readonly code: 'not-found' | 'rotated-already' }>>
}
