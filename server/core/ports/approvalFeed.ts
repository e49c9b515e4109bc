import type { TenantId } from '../shared/ids.ts'

/** How many requests of a tenant wait; `since`: everything that changed after it is news, and perhaps something known besides. Null at first: nothing is news. */
export type PendingApprovals = { readonly pending: number; readonly since: Date | null }

/** What a tenant's people are asked, live. */
export interface ApprovalFeed {
  /** How it stands now, and again after each change, whichever process made it. Ends quietly when `signal` aborts. */
  follow(tenantId: TenantId, signal: AbortSignal): AsyncIterable<PendingApprovals>
}
