import type { Grant } from '../approval/grant.ts'
import type { ByPerson, GrantTerms } from '../approval/request.ts'
import type { TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

/** What is asked about: a shape on one data source of one tenant. */
export type GrantSubject = Pick<GrantTerms, 'dataSourceId' | 'shape'> & { readonly tenantId: TenantId }

/** Remembered approvals. They are written with the decision that gives them, in its own transaction. */
export interface ApprovalGrants {
  /** Those that are neither revoked nor expired at that time, the longest first. */
  inForce(subject: GrantSubject, at: Date): Promise<readonly Grant[]>
  /** Ends a grant for every later query, with its entry in the audit trail; one that was revoked already stays as it is. */
  revoke(
    grant: { readonly tenantId: TenantId; readonly id: string },
    by: ByPerson,
  ): Promise<Result<null, { readonly code: 'not-found' }>>
}
