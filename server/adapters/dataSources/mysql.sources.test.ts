import { afterAll, beforeAll, describe } from 'vitest'
import { contractSeed, dataSourceContract } from '../../core/ports/dataSource.contract.ts'
import { mariadbLogin, READ_DATABASE } from '../../testing/mariadbLogin.ts'
import { findMariadb, startMariadb, type MariadbServer } from '../../testing/mariadbServer.ts'
import { mysql } from './mysql.ts'

const options = { allowPrivateAddresses: true, fileRoots: null, maxConcurrent: 2, duckdb: { memoryMb: 512, threads: 2 } }

const WORKING = `SELECT id FROM information_schema.processlist WHERE user = ? AND command <> 'Sleep' AND info LIKE '%sleep(60)%'`

/** The suite's texts as MySQL spells them. */
const spell = (text: string) => text
  .replaceAll('TIMESTAMP WITH TIME ZONE', 'TIMESTAMP NULL').replaceAll(/\b(ordered_at) TIMESTAMP\b/g, '$1 DATETIME')
  .replaceAll('name TEXT NOT NULL', 'name VARCHAR(100) NOT NULL')
  .replaceAll(/TIMESTAMPTZ '2024-01-01 00:00:00\+02'/g, `TIMESTAMP '2023-12-31 22:00:00'`)
  .replaceAll('generate_series(1, 1000) AS g (i)', '(SELECT seq AS i FROM seq_1_to_1000) AS g').replaceAll(`i * INTERVAL '1' HOUR`, 'INTERVAL i HOUR')
  .replaceAll('DOUBLE PRECISION', 'DOUBLE').replaceAll('AS REAL)', 'AS FLOAT)').replaceAll(/AS INTEGER\)/g, 'AS SIGNED)').replaceAll('id::INTEGER', 'id')
  .replaceAll('customer_id INTEGER REFERENCES customers (id)', 'customer_id INTEGER')
  .replaceAll('PRIMARY KEY (id, line))', 'PRIMARY KEY (id, line), FOREIGN KEY (customer_id) REFERENCES customers (id))')
  .replaceAll(/CAST\('12:34:56' AS TIME\)/g, `TIME '12:34:56'`)

describe.skipIf(findMariadb() === null)('MariaDB', () => {
  let server: MariadbServer
  beforeAll(async () => {
    server = await startMariadb()
  }, 60_000)
  afterAll(() => server.stop())

  dataSourceContract('mysql', async () => {
    const { user, password, database, settings, remove } = await mariadbLogin(server, [...contractSeed.map(spell), 'ANALYZE TABLE customers, orders, nothing'], READ_DATABASE)
    const connected = await mysql.connect({ kind: 'mysql', settings, secrets: { password } }, options)
    if (!connected.ok) throw new Error(connected.problem.message)
    return {
      source: connected.value, schema: database, slowQuery: 'SELECT sleep(60)', spell, lacks: ['nan', 'boolean literals', 'zoned literals', 'strict casts'],
      isRunning: async () => {
        const [rows] = await server.admin.query(WORKING, [user])
        return Array.isArray(rows) && rows.length > 0
      },
      distinctEstimate: null, secrets: [password, '127.0.0.1'], close: remove,
    }
  })
})
