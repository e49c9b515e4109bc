import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DataSource } from '../../core/ports/dataSource.ts'
import type { SafeQuery } from '../../core/ports/queryGuard.ts'
import { mariadbLogin } from '../../testing/mariadbLogin.ts'
import { findMariadb, startMariadb, type MariadbServer } from '../../testing/mariadbServer.ts'
import { uncheckedQuery } from '../../testing/uncheckedQuery.ts'
import { mysql } from '../dataSources/mysql.ts'
import { createQueryGuard } from './createQueryGuard.ts'
import { attacks, goodQueries } from './corpus/corpus.ts'
import { failuresOfGood } from './corpus/runGood.ts'
import { verdictsOn } from './corpus/verdicts.ts'
import { SENTINEL, warehouseStatements, warehouseTables } from './corpus/warehouse.ts'

const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 256, threads: 1 },
}
const limits = { maxRows: 1_000, maxBytes: 1_000_000, timeoutMs: 600 }

/** The corpus speaks of the schemas shop and secret, as MariaDB spells their tables. */
const spell = (sql: string) =>
  sql
    .replaceAll(' text', ' varchar(200)')
    .replaceAll(' jsonb', ' json')
    .replaceAll(' timestamp,', ' datetime,')
    .replaceAll(' timestamp)', ' datetime)')
    .replaceAll(/FROM generate_series\(1, (\d+)\) AS g\(i\)/g, 'FROM (SELECT seq AS i FROM seq_1_to_$1) AS g')
    .replaceAll(/i \* INTERVAL '1 (hour|day)'/g, 'INTERVAL i $1')
    .replaceAll('CREATE SCHEMA secret', 'CREATE DATABASE secret')
    .replaceAll(`TIMESTAMP '2025-01-01'`, `TIMESTAMP '2025-01-01 00:00:00'`)
    .replaceAll(`TIMESTAMP '2025-01-02'`, `TIMESTAMP '2025-01-02 00:00:00'`)
    .replaceAll(`TIMESTAMP '2024-01-01'`, `TIMESTAMP '2024-01-01 00:00:00'`)

// The login may read what the investigation may not: there the guard stands alone.
const READ_EVERYTHING = (user: string) => [`GRANT SELECT ON shop.* TO ${user}`, `GRANT SELECT ON secret.* TO ${user}`]

const ours = <T extends { readonly dialect: string }>(list: readonly T[]) =>
  list.filter(({ dialect }) => dialect === 'mysql')

describe.skipIf(findMariadb() === null)('on MariaDB', () => {
  const guard = createQueryGuard()
  let server: MariadbServer
  let source: DataSource
  beforeAll(async () => {
    server = await startMariadb()
    await server.admin.query('CREATE DATABASE shop')
    const login = await mariadbLogin(server, ['USE shop', ...warehouseStatements('mysql').map(spell)], READ_EVERYTHING)
    const connected = await mysql.connect(
      { kind: 'mysql', settings: { ...login.settings, database: 'shop' }, secrets: { password: login.password } },
      options,
    )
    if (!connected.ok) throw new Error(connected.problem.message)
    source = connected.value
    await verdictsOn(guard, [{ dialect: 'mysql', sql: 'SELECT 1' }])
  }, 60_000)
  afterAll(async () => {
    await guard.close()
    await source?.close()
    await server.stop()
  })

  const contents = async () => {
    const hash = createHash('sha256')
    for (const table of warehouseTables)
      hash.update(JSON.stringify((await server.admin.query(`SELECT * FROM ${table}`))[0]))
    const [tables] = await server.admin.query(
      "SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema IN ('shop', 'secret') ORDER BY 1, 2",
    )
    return hash.update(JSON.stringify(tables)).digest('hex')
  }
  const ask = (query: SafeQuery) => source.ask(query, limits)

  test('every good query runs, and nothing changes', async () => {
    const before = await contents()
    expect(await failuresOfGood(guard, ours(goodQueries), ask)).toEqual([])
    expect(await contents()).toBe(before)
  })

  test('even past the guard no attack changes a table, though some then leak', async () => {
    const before = await contents()
    const leaks: string[] = []
    for (const { sql } of ours(attacks))
      if (JSON.stringify(await ask(uncheckedQuery('mysql', sql))).includes(SENTINEL)) leaks.push(sql)
    expect(leaks).toContain('SELECT password FROM secret.users')
    expect(await contents()).toBe(before)
  })
})
