import { randomUUID } from 'node:crypto'
import { lineageContract } from '../../core/ports/lineage.contract.ts'
import { asId, type DataSourceId, type TenantId } from '../../core/shared/ids.ts'
import { testDatabase } from '../../testing/postgres.ts'
import { createLineage } from './lineage.ts'
import { migrate } from './migrations/migrate.ts'
import { createPool } from './pool.ts'

lineageContract('PostgreSQL', async () => {
  const database = await testDatabase()
  await migrate(database.url)
  const pool = createPool(database.url, () => {})
  return {
    lineage: createLineage(pool),
    async newPlace() {
      const [tenantId, dataSourceId] = [asId<TenantId>(randomUUID()), asId<DataSourceId>(randomUUID())]
      await pool.query(`INSERT INTO tenant (id, name) VALUES ($1, 'Tenant')`, [tenantId])
      await pool.query(
        `INSERT INTO data_source (id, tenant_id, name, kind, settings) VALUES ($1, $2, 'Shop', 'duckdb', '{}')`,
        [dataSourceId, tenantId],
      )
      return { tenantId, dataSourceId }
    },
    async close() {
      await pool.end()
      await database.drop()
    },
  }
})
