import type { Privacy } from '../privacy/privacy.ts'
import type { TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

export type VersionedPrivacy = Privacy & { readonly version: number }

/** What each tenant lets be seen of its data. */
export interface PrivacySettings {
  /** Version 0 where nothing was ever changed. */
  of(tenantId: TenantId): Promise<VersionedPrivacy>
  /** Saves them with their entry in the audit trail; what left for models before ends by the new length. */
  save(
    tenantId: TenantId,
    privacy: Privacy,
    expectedVersion: number,
  ): Promise<Result<VersionedPrivacy, { readonly code: 'conflict' }>>
  /** Lets go of rows and payloads that are older than their tenants keep them, and of rows where none are shown; how many went. */
  forget(now: Date): Promise<number>
}
