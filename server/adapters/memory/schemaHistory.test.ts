import { randomUUID } from 'node:crypto'
import { schemaHistoryContract } from '../../core/ports/schemaHistory.contract.ts'
import { asId, type DataSourceId, type TenantId } from '../../core/shared/ids.ts'
import { createMemorySchemaHistory } from './schemaHistory.ts'

schemaHistoryContract('in memory', () => {
  const tenantId = asId<TenantId>(randomUUID())
  const [place, other] = [
    { tenantId, dataSourceId: asId<DataSourceId>('a') },
    { tenantId, dataSourceId: asId<DataSourceId>('b') },
  ] as const
  return { history: createMemorySchemaHistory([place, other]), place, other }
})
