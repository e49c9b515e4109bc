import { contractSeed, dataSourceContract } from '../../core/ports/dataSource.contract.ts'
import { viewSeed } from '../../core/ports/viewReader.contract.ts'
import { postgresLogin, READ_ALL } from '../../testing/postgresLogin.ts'
import { postgres } from './postgres.ts'

const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 512, threads: 2 },
}

const WORKING = `SELECT FROM pg_stat_activity WHERE usename = $1 AND state = 'active' AND query LIKE '%pg_sleep%'`

dataSourceContract(
  'postgres',
  async () => {
    const { admin, role, password, settings, remove } = await postgresLogin([...contractSeed, 'ANALYZE'], READ_ALL)
    const connected = await postgres.connect({ kind: 'postgres', settings, secrets: { password } }, options)
    if (!connected.ok) throw new Error(connected.problem.message)
    return {
      source: connected.value,
      schema: 'public',
      slowQuery: 'SELECT pg_sleep(60)',
      isRunning: async () => (await admin.query(WORKING, [role])).rowCount !== 0,
      distinctEstimate: 2,
      costs: { how: 'plan', bytes: true },
      secrets: [password, settings.host],
      close: remove,
    }
  },
  async () => {
    const { password, settings, remove } = await postgresLogin(viewSeed, READ_ALL)
    const connected = await postgres.connect({ kind: 'postgres', settings, secrets: { password } }, options)
    if (!connected.ok) throw new Error(connected.problem.message)
    return { source: connected.value, schema: 'public', close: () => connected.value.close().then(remove) }
  },
)
