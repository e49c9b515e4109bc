import type { Asking, AuditActor } from '../access/asking.ts'
import type { AuditAction } from '../access/auditAction.ts'
import type { Anchor, ChainFault } from '../access/auditChain.ts'
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

/** Signs ends of chains, by a key that is not in the database. */
export interface AuditSigner {
  sign(text: string): string
  isGood(text: string, signature: string): boolean
}

/** Where signed ends are kept outside the database, so that whoever can change it cannot take them back. */
export interface AuditNotebook {
  write(anchors: readonly Anchor[]): Promise<void>
  /** Those of a tenant; none where there is no notebook. */
  read(tenantId: TenantId): Promise<readonly Anchor[]>
}

/** The trail as it is read. */
export interface AuditTrail {
  /** Computes every hash anew, apart from the database, and compares with the end that was kept and with every signed one. */
  verify(tenantId: TenantId): Promise<Verification>
  /** Signs where each trail stands, if it has moved; in the database and outside of it. How many were signed. */
  seal(): Promise<number>
  /** Lets go of the entries that are older than their tenant keeps them; the signed floor keeps the rest verifiable. How many went. */
  prune(): Promise<number>
  /** Every tenant that has a trail, by name. */
  tenants(): Promise<readonly { readonly tenantId: TenantId; readonly name: string }[]>
}
