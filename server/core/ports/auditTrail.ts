import type { Asking, AuditActor } from '../access/asking.ts'
import type { AuditAction } from '../access/auditAction.ts'
import type { ChainFault } from '../access/auditChain.ts'
import type { TenantId } from '../shared/ids.ts'

/** What an entry is about; the name is kept as it was then. */
export type AuditSubject = { readonly kind: string; readonly id: string; readonly name: string }

/** `before` and `after` hold only what changed, and never a secret. `actor` is given where it is not the one who asks, e.g. at a sign-in. */
export type AuditNote = {
  readonly tenantId: TenantId
  readonly action: AuditAction
  readonly subject: AuditSubject | null
  readonly before?: object | null
  readonly after?: object | null
  readonly actor?: AuditActor
}

/** Adds entries to the trail inside the caller's transaction, so that there is no change without its entry and no entry without its change. */
export interface AuditWriter<Transaction> {
  add(transaction: Transaction, note: AuditNote): Promise<void>
  /** Who asks for what is going on now; null where nobody does. */
  asking(): Asking | null
}

/** Adds an entry about what changes nothing here, in a transaction of its own. */
export interface AuditLog {
  note(note: AuditNote): Promise<void>
}

/** What came of following a tenant's whole chain. `fault` names the first entry that is not as it was written, null where all are. */
export type Verification = { readonly entries: number; readonly headHash: string; readonly fault: ChainFault | null }

/** The trail as it is read. */
export interface AuditTrail {
  /** Computes every hash anew, apart from the database, and compares the end with the one that was kept. */
  verify(tenantId: TenantId): Promise<Verification>
  /** Every tenant that has a trail, by name. */
  tenants(): Promise<readonly { readonly tenantId: TenantId; readonly name: string }[]>
}
