// A real server whose process is stopped where it stands: it takes connections and queries, and answers nothing.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { mysql } from '../adapters/dataSources/mysql.ts'
import type { DataSource } from '../core/ports/dataSource.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { investigateSource, stopInvestigating } from '../testing/investigate.ts'
import { mariadbLogin, READ_DATABASE } from '../testing/mariadbLogin.ts'
import { findMariadb, startMariadb, type MariadbServer } from '../testing/mariadbServer.ts'

const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 256, threads: 1 },
}

describe.skipIf(findMariadb() === null)('a MariaDB that is frozen', () => {
  let [server, source, schema]: [MariadbServer | null, DataSource | null, string] = [null, null, '']
  beforeAll(async () => {
    server = await startMariadb()
    const made = 'CREATE TABLE orders (order_id int, ordered_at datetime)'
    const login = await mariadbLogin(server, [made], READ_DATABASE)
    const secrets = { password: login.password }
    const connected = await mysql.connect({ kind: 'mysql', settings: login.settings, secrets }, options)
    if (!connected.ok) throw new Error(connected.problem.message)
    source = connected.value
    schema = login.database
  })
  afterAll(async () => {
    server?.freeze(false)
    await source?.close()
    await Promise.all([server?.stop(), stopInvestigating()])
  })

  test('ends a case that waits for its tables after two waits, and says so', async () => {
    if (!server || !source) throw new Error('There is no server')
    const question = {
      dataSourceId: asId<DataSourceId>('frozen'),
      table: { schema, name: 'orders' },
      metric: { kind: 'rowCount' },
      day: '2026-06-12',
      timeColumn: 'ordered_at',
      timeZone: 'UTC',
      wholeTable: false,
    } as const
    const awake = await investigateSource(source, question)
    server.freeze(true)
    const frozen = await investigateSource(source, question)
    expect(awake.failure).toMatch(/^no-data-on-day/)
    expect(frozen.failure).toBe(
      'data-source-timed-out: The data source did not answer twice in a row: The list of its tables.',
    )
    expect(frozen.state.late).toHaveLength(2)
  }, 120_000)
})
