import type { DataSourceId, TenantId } from '../shared/ids.ts'

/** What a notification is about; 'other' where its sender did not say. */
export type NotificationKind = 'invitation' | 'password' | 'health' | 'case' | 'other'

/** One message that reached its outlet. `deliveryId` stays the same however often it was tried. */
export type SentNotification = {
  readonly tenantId: TenantId
  readonly channel: 'mail'
  readonly deliveryId: string
  readonly kind: NotificationKind
  readonly dataSourceId: DataSourceId | null
}

/** What was sent to people, metered as facts. Notices on the page are metered by the store that keeps them. */
export interface Notifications {
  /** The same delivery again changes nothing. */
  record(sent: SentNotification): Promise<void>
}
