import { eventFeedContract } from '../../core/ports/eventFeed.contract.ts'
import { testDatabase } from '../../testing/postgres.ts'
import { startStoreProcess } from '../../testing/storeProcess.ts'

eventFeedContract('PostgreSQL', async () => {
  const database = await testDatabase()
  const [left, right] = [await startStoreProcess(database.url), await startStoreProcess(database.url)]
  return {
    stores: [left.store, right.store],
    feeds: [left.feed, right.feed],
    newTenant: left.newTenant,
    close: async () => {
      await Promise.all([left.close(), right.close()])
      await database.drop()
    },
  }
})
