import type { ApprovalPolicy } from '../approval/policy.ts'
import type { DataSourceId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

/** `version` counts the changes; 0 where nobody has said anything yet. */
export type StoredPolicy = { readonly policy: ApprovalPolicy; readonly version: number }

/** Whose policy: a data source's, or, with null, the tenant's for all that have none of their own. */
export type PolicyScope = { readonly tenantId: TenantId; readonly dataSourceId: DataSourceId | null }

/** `expectedVersion`: what the change was made on. `policy` null takes a data source's own away. */
export type PolicyChange = PolicyScope & {
  readonly policy: ApprovalPolicy | null
  readonly expectedVersion: number
  readonly name: string
}

/** When people are asked. A data source without a policy of its own has the tenant's; without one nobody is asked. */
export interface ApprovalPolicies {
  /** The policy that holds for the data source now. */
  policyOf(tenantId: TenantId, dataSourceId: DataSourceId): Promise<ApprovalPolicy>
  /** Saves the policy with its entry in the audit trail; of racing changes on one version exactly one wins. A team of another tenant is unknown. */
  change(
    change: PolicyChange,
  ): Promise<
    Result<
      StoredPolicy,
      { readonly code: 'conflict' } | { readonly code: 'unknown-team'; readonly field: 'approvers' | 'escalation' }
    >
  >
}
