import { randomUUID } from 'node:crypto'
import { dataSourceRegistryContract } from '../../core/ports/dataSourceRegistry.contract.ts'
import { asId, type TenantId } from '../../core/shared/ids.ts'
import { createMemoryDataSourceRegistry } from './dataSourceRegistry.ts'

dataSourceRegistryContract('memory', async () => ({
  registry: createMemoryDataSourceRegistry(),
  newTenant: async () => asId<TenantId>(randomUUID()),
  close: async () => undefined,
}))
