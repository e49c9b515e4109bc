import type { Pool } from 'pg'
import type { Notifications } from '../../core/ports/notifications.ts'

/** The key is the delivery's own, so that what is sent again counts once. */
export const createNotifications = (pool: Pick<Pool, 'query'>): Notifications => ({
  async record({ tenantId, channel, deliveryId, kind, dataSourceId }) {
    await pool.query(
      `INSERT INTO notification (tenant_id, channel, delivery_id, kind, data_source_id, at) VALUES ($1, $2, $3, $4, $5, now()) ON CONFLICT DO NOTHING`,
      [tenantId, channel, deliveryId, kind, dataSourceId],
    )
  },
})
