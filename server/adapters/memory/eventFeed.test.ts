import { randomUUID } from 'node:crypto'
import { eventFeedContract } from '../../core/ports/eventFeed.contract.ts'
import { asId } from '../../core/shared/ids.ts'
import { createMemoryFeed } from './eventFeed.ts'
import { createMemoryStore } from './investigationStore.ts'
import { createMemoryCases } from './memoryCases.ts'

eventFeedContract('memory', async () => {
  const cases = createMemoryCases()
  return {
    stores: [createMemoryStore(cases), createMemoryStore(cases)],
    feeds: [createMemoryFeed(cases), createMemoryFeed(cases)],
    newTenant: async () => ({ tenantId: asId(randomUUID()), dataSourceId: asId(randomUUID()) }),
    close: async () => {},
  }
})
