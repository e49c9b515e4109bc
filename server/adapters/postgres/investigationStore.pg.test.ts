import { investigationStoreContract } from '../../core/ports/investigationStore.contract.ts'
import { testDatabase } from '../../testing/postgres.ts'
import { startStoreProcess } from '../../testing/storeProcess.ts'

// The full race: RACE_ROUNDS=10000 npx vitest run --project pg --testTimeout 3600000 server/adapters/postgres/investigationStore.pg.test.ts
investigationStoreContract(
  'PostgreSQL',
  async () => {
    const database = await testDatabase()
    const [left, right] = [await startStoreProcess(database.url), await startStoreProcess(database.url)]
    return {
      stores: [left.store, right.store],
      newTenant: left.newTenant,
      sentJobs: left.sentJobs,
      close: async () => {
        await Promise.all([left.close(), right.close()])
        await database.drop()
      },
    }
  },
  Number(process.env['RACE_ROUNDS'] ?? 250),
)
