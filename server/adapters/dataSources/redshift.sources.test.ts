import { contractSeed, dataSourceContract } from '../../core/ports/dataSource.contract.ts'
import { viewSeed } from '../../core/ports/viewReader.contract.ts'
import { postgresLogin, READ_ALL } from '../../testing/postgresLogin.ts'
import { redshift } from './redshift.ts'
import { redshiftViews } from '../../testing/redshiftViews.ts'

const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 512, threads: 2 },
}

const WORKING = `SELECT FROM pg_stat_activity WHERE usename = $1 AND state = 'active' AND query LIKE '%pg_sleep%'`

// There is no Redshift to be had: PostgreSQL stands in, with Redshift's catalogue views made of its own.
dataSourceContract(
  'redshift',
  async () => {
    const { admin, role, password, settings, remove } = await postgresLogin(
      [...contractSeed, ...redshiftViews, 'ANALYZE'],
      role => [...READ_ALL(role), 'REVOKE CREATE ON SCHEMA public FROM PUBLIC'],
    )
    const connected = await redshift.connect({ kind: 'redshift', settings, secrets: { password } }, options)
    if (!connected.ok) throw new Error(connected.problem.message)
    return {
      source: connected.value,
      schema: 'public',
      slowQuery: 'SELECT pg_sleep(60)',
      lacks: ['keys'],
      isRunning: async () => (await admin.query(WORKING, [role])).rowCount !== 0,
      distinctEstimate: null,
      costs: { how: 'plan', bytes: true },
      secrets: [password, settings.host],
      close: remove,
    }
  },
  async () => {
    const { password, settings, remove } = await postgresLogin([...viewSeed, ...redshiftViews], READ_ALL)
    const connected = await redshift.connect({ kind: 'redshift', settings, secrets: { password } }, options)
    if (!connected.ok) throw new Error(connected.problem.message)
    return { source: connected.value, schema: 'public', close: () => connected.value.close().then(remove) }
  },
)
