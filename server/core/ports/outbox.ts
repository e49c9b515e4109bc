import type { DataSourceId, TenantId } from '../shared/ids.ts'
import type { Mail } from './mailer.ts'
import type { NotificationKind } from './notifications.ts'

/** A mail to be kept, and what it is metered as. */
export type Letter = Omit<Mail, 'id'> & { readonly kind: NotificationKind; readonly dataSourceId?: DataSourceId }

/** Mail that is kept and tried again until it has gone out. */
export interface Outbox {
  /** Whether this Dataing sends mail at all; without, people are shown links to copy. */
  readonly isOpen: boolean
  /** Keeps the mail, sealed, and comes back at once; whoever runs the jobs sends it. Does nothing where the outbox is not open. A visitor's mail has no tenant. */
  post(tenantId: TenantId | null, mail: Letter): Promise<void>
}

/** Keeps mails inside the caller's transaction: they go out if it commits, whatever becomes of who asked, and never if it does not. */
export interface MailWriter<Transaction> {
  /** Does nothing where the outbox is not open. A visitor's mails have no tenant. */
  add(transaction: Transaction, tenantId: TenantId | null, mails: readonly Letter[]): Promise<void>
}
