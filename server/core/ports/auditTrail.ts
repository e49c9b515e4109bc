import type { Asking, AuditActor } from '../access/asking.ts'
import type { AuditAction } from '../access/auditAction.ts'
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
