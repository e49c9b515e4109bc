import type { SignedIn } from '../access/signedIn.ts'
import type { Delegator } from '../approval/behalf.ts'
import type { PersonId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

export type NewDelegation = {
  readonly tenantId: TenantId
  readonly by: { readonly id: PersonId; readonly name: string }
  readonly delegate: { readonly id: PersonId; readonly name: string }
  readonly from: Date
  readonly until: Date
}

/** Who decides for whom while they are away. */
export interface Delegations {
  /** Those who are away at that time and have this person decide for them. Who may not come in any more is not among them. */
  actsFor(delegate: Pick<SignedIn, 'tenantId' | 'personId'>, at: Date): Promise<readonly Delegator[]>
  /** Takes it down, with a notice to the delegate and its entry in the audit trail; `overlap`: there is one for a part of that time. The id. */
  make(delegation: NewDelegation): Promise<Result<string, { readonly code: 'overlap' }>>
  /** Ends it at once, in the name of who made it; one that has ended stays as it is. */
  revoke(delegation: {
    readonly tenantId: TenantId
    readonly id: string
    readonly by: PersonId
  }): Promise<Result<null, { readonly code: 'not-found' }>>
}
