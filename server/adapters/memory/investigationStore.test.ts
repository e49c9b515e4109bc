import { randomUUID } from 'node:crypto'
import { investigationStoreContract } from '../../core/ports/investigationStore.contract.ts'
import { asId } from '../../core/shared/ids.ts'
import { createMemoryStore } from './investigationStore.ts'
import { createMemoryCases } from './memoryCases.ts'

investigationStoreContract(
  'memory',
  async () => {
    const cases = createMemoryCases()
    return {
      stores: [createMemoryStore(cases), createMemoryStore(cases)],
      newTenant: async () => ({ tenantId: asId(randomUUID()), dataSourceId: asId(randomUUID()) }),
      sentJobs: async ref =>
        cases
          .jobs()
          .filter(job => job.ref.investigationId === ref.investigationId && job.ref.tenantId === ref.tenantId)
          .map(job => job.step),
      close: async () => {},
    }
  },
  100,
)
