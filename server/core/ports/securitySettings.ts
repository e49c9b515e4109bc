import type { Security } from '../access/security.ts'
import type { PersonId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

export type VersionedSecurity = Security & { readonly version: number }

/** What each tenant asks of sign-ins. */
export interface SecuritySettings {
  /** Version 0 where nothing was ever changed. */
  of(tenantId: TenantId): Promise<VersionedSecurity>
  /** Whether a password lets this person in: not where only single sign-on does, but for owners. */
  takesPassword(person: { readonly tenantId: TenantId; readonly personId: PersonId }): Promise<boolean>
  /**
   * Saves them; they hold for open sessions too: these end sooner, and where a second factor or single sign-on becomes required, those that were opened
   * without end at once, `kept` excepted.
   */
  save(
    tenantId: TenantId,
    security: Security,
    terms: { readonly expectedVersion: number; readonly kept: string },
  ): Promise<Result<VersionedSecurity, { readonly code: 'conflict' }>>
}
