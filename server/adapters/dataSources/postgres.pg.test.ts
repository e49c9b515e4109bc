import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { contractSeed, dataSourceContract } from '../../core/ports/dataSource.contract.ts'
import { testDatabase } from '../../testing/postgres.ts'
import { postgres } from './postgres.ts'

const options = { allowPrivateAddresses: true, fileRoots: null, maxConcurrent: 2, duckdb: { memoryMb: 512, threads: 2 } }

dataSourceContract('postgres', async () => {
  const database = await testDatabase()
  const admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  const [user, password] = [`reader_${randomUUID().replaceAll('-', '')}`, `canary-${randomUUID()}`]
  for (const sql of [
    ...contractSeed, 'ANALYZE', `CREATE ROLE ${user} LOGIN PASSWORD '${password}'`, 'REVOKE CREATE ON SCHEMA public FROM PUBLIC',
    `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${user}`,
  ]) await admin.query(sql)
  const { hostname, port, pathname } = new URL(database.url)
  const connected = await postgres.connect(
    { kind: 'postgres', settings: { host: hostname, port: Number(port), database: pathname.slice(1), user, ssl: 'disable' }, secrets: { password } }, options)
  if (!connected.ok) throw new Error(connected.problem.message)
  return {
    source: connected.value,
    schema: 'public',
    slowQuery: 'SELECT pg_sleep(60)',
    isRunning: async () => (await admin.query(`SELECT FROM pg_stat_activity WHERE usename = $1 AND state = 'active' AND query LIKE '%pg_sleep%'`, [user])).rowCount !== 0,
    distinctEstimate: 2,
    secrets: [password, hostname],
    async close() {
      await admin.query(`DROP OWNED BY ${user}`)
      await admin.query(`DROP ROLE ${user}`)
      await admin.end()
      await database.drop()
    },
  }
})
