import type { TenantId } from '../shared/ids.ts'
import type { Mail } from './mailer.ts'

/** Mail that is kept and tried again until it has gone out. */
export interface Outbox {
  /** Whether this Dataing sends mail at all; without, people are shown links to copy. */
  readonly isOpen: boolean
  /** Keeps the mail, sealed, and comes back at once; whoever runs the jobs sends it. Does nothing where the outbox is not open. */
  post(tenantId: TenantId, mail: Omit<Mail, 'id'>): Promise<void>
}
