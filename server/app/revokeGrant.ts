import type { SignedIn } from '../core/access/signedIn.ts'
import type { ApprovalGrants } from '../core/ports/approvalGrants.ts'
import type { Result } from '../core/shared/result.ts'

/** Ends a grant: from now on queries of its shape are asked about again. What it let run has run. */
export const revokeGrant =
  ({ grants }: { readonly grants: ApprovalGrants }) =>
  ({ tenantId, personId, name }: SignedIn, id: string): Promise<Result<null, { readonly code: 'not-found' }>> =>
    grants.revoke({ tenantId, id }, { by: personId, byName: name })
