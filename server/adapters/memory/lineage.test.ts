import { randomUUID } from 'node:crypto'
import { lineageContract } from '../../core/ports/lineage.contract.ts'
import { asId, type DataSourceId, type TenantId } from '../../core/shared/ids.ts'
import { createMemoryLineage } from './lineage.ts'

lineageContract('memory', async () => ({
  lineage: createMemoryLineage(),
  newPlace: async () => ({ tenantId: asId<TenantId>(randomUUID()), dataSourceId: asId<DataSourceId>(randomUUID()) }),
  close: async () => undefined,
}))
