import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../../../prisma/generated/client.ts'
import { dataSourceRegistryContract } from '../../core/ports/dataSourceRegistry.contract.ts'
import { asId, type TenantId } from '../../core/shared/ids.ts'
import { testDatabase } from '../../testing/postgres.ts'
import { createDataSourceRegistry } from './dataSourceRegistry.ts'
import { migrate } from './migrations/migrate.ts'

dataSourceRegistryContract('PostgreSQL', async () => {
  const database = await testDatabase()
  await migrate(database.url)
  const db = new PrismaClient({ adapter: new PrismaPg({ connectionString: database.url }) })
  return {
    registry: createDataSourceRegistry(db, work => db.$transaction(work)),
    newTenant: async () => asId<TenantId>((await db.tenant.create({ data: { name: 'Tenant' } })).id),
    async close() {
      await db.$disconnect()
      await database.drop()
    },
  }
})
