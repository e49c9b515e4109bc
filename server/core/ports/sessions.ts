import type { SignedIn } from '../access/signedIn.ts'
import type { AccountId, PersonId, TenantId } from '../shared/ids.ts'

/** `token` is the secret the browser keeps; only its hash is stored. */
export type OpenedSession = { readonly token: string; readonly expiresAt: Date; readonly signedIn: SignedIn }

/** A signed-in browser, as its owner may recognise it. */
export type KnownSession = {
  readonly id: string
  readonly tenantName: string
  readonly openedAt: Date
  readonly lastUsedAt: Date
  readonly expiresAt: Date
  readonly address: string | null
  readonly agent: string | null
}

/** What somebody showed to be let in. */
export type Proof = 'password' | 'two-factor' | 'sso'

/**
 * Signed-in browsers. A session ends after 8 h without use, after 7 days in any case, or as its tenant says; when it is revoked, and when its person is
 * deactivated.
 */
export interface Sessions {
  /** Opens one for a person, and ends the one that the browser had (`replaced`). */
  open(
    person: { readonly personId: PersonId; readonly tenantId: TenantId },
    how?: { readonly replaced?: string | null; readonly proof?: Proof },
  ): Promise<OpenedSession>
  /** What was shown to open this session. */
  proofOf(id: string): Promise<Proof>
  /** A second factor was shown in this session. */
  strengthen(id: string): Promise<void>
  /** Who holds this token; null for an unknown, ended or revoked one. Counts as use. */
  find(token: string): Promise<SignedIn | null>
  /** Ends the caller's own session at once. Safe to call twice. */
  close(signedIn: SignedIn): Promise<void>
  /** The live sessions of an account in all its tenants, the one used last first. */
  list(accountId: AccountId): Promise<readonly KnownSession[]>
  /** Ends one session of the account, or all but `kept`; how many. */
  revoke(accountId: AccountId, which: { readonly id: string } | { readonly kept: string | null }): Promise<number>
}
