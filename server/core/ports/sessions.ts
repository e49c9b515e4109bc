import type { SignedIn } from '../access/signedIn.ts'
import type { PersonId, TenantId } from '../shared/ids.ts'

/** `token` is the secret the browser keeps; only its hash is stored. */
export type OpenedSession = { readonly token: string; readonly expiresAt: Date; readonly signedIn: SignedIn }

/** Signed-in browsers. A session ends after 8 h without use, after 7 days in any case, when it is revoked, and when its person is deactivated. */
export interface Sessions {
  open(person: { readonly personId: PersonId; readonly tenantId: TenantId }): Promise<OpenedSession>
  /** Who holds this token; null for an unknown, ended or revoked one. Counts as use. */
  find(token: string): Promise<SignedIn | null>
  /** Whether the session still stands; does not count as use. */
  stands(sessionId: string): Promise<boolean>
  /** Ends it at once. Safe to call twice. */
  revoke(sessionId: string): Promise<void>
}
