import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../../../prisma/generated/client.ts'
import type { TenantId } from '../../core/shared/ids.ts'
import { READER_ROLE, TENANT_SETTING } from './tenantWall.ts'

/** Tenants whose connections are kept; the one asked for longest ago is let go first. It opens them again when it is asked for. */
const MOST_TENANTS = 16
const CONNECTIONS_PER_TENANT = 3
const IDLE_MS = 10_000

export type TenantReaders = {
  /** The database as this tenant's rows only, by connections that belong to no other tenant. */
  of(tenantId: TenantId): PrismaClient
  close(): Promise<void>
}

/** Connections that begin as the reading role with their tenant set: no statement between two requests has to change it, and none can forget to. */
export const createTenantReaders = (connectionString: string, mostTenants = MOST_TENANTS): TenantReaders => {
  const clients = new Map<TenantId, PrismaClient>()
  const open = (tenantId: TenantId) =>
    new PrismaClient({
      adapter: new PrismaPg({
        connectionString,
        max: CONNECTIONS_PER_TENANT,
        idleTimeoutMillis: IDLE_MS,
        application_name: 'dataing reader',
        options: `-c role=${READER_ROLE} -c ${TENANT_SETTING}=${tenantId}`,
      }),
    })
  return {
    of(tenantId) {
      const client = clients.get(tenantId) ?? open(tenantId)
      clients.delete(tenantId)
      clients.set(tenantId, client)
      const [oldest] = clients
      if (clients.size > mostTenants && oldest !== undefined) {
        clients.delete(oldest[0])
        // Who still holds it goes on: it connects again by itself.
        void oldest[1].$disconnect()
      }
      return client
    },
    close: async () => void (await Promise.all([...clients.values()].map(client => client.$disconnect()))),
  }
}

/** Whether connections to this database do begin as the reading role: a pooler in between may drop what they are to begin with. */
export const readersHold = async (readers: TenantReaders, tenantId: TenantId): Promise<boolean> => {
  const [row] = await readers.of(tenantId).$queryRaw<{ role: string; tenant: string | null }[]>`
    SELECT current_user::text AS role, current_setting(${TENANT_SETTING}, true) AS tenant`.catch(() => [])
  return row?.role === READER_ROLE && row.tenant === tenantId
}
