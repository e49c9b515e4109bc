import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DataSource } from '../../core/ports/dataSource.ts'
import type { SafeQuery } from '../../core/ports/queryGuard.ts'
import { postgresLogin, type PostgresLogin } from '../../testing/postgresLogin.ts'
import { uncheckedQuery } from '../../testing/uncheckedQuery.ts'
import { postgres } from '../dataSources/postgres.ts'
import { createQueryGuard } from './createQueryGuard.ts'
import { bentTexts } from './corpus/bentTexts.ts'
import { attacks, goodQueries } from './corpus/corpus.ts'
import { failuresOfGood } from './corpus/runGood.ts'
import { verdictsOn } from './corpus/verdicts.ts'
import { SENTINEL, warehouseStatements, warehouseTables } from './corpus/warehouse.ts'

const guard = createQueryGuard()
const options = {
  allowPrivateAddresses: true,
  fileRoots: null,
  maxConcurrent: 2,
  duckdb: { memoryMb: 256, threads: 1 },
}
const limits = { maxRows: 1_000, maxBytes: 1_000_000, timeoutMs: 400 }
// The login may read what the investigation may not: there the guard stands alone.
const READ_EVERYTHING = (role: string) =>
  ['public', 'secret'].flatMap(schema => [
    `GRANT USAGE ON SCHEMA ${schema} TO ${role}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${role}`,
  ])

let login: PostgresLogin
let source: DataSource

beforeAll(async () => {
  login = await postgresLogin(warehouseStatements('postgres'), READ_EVERYTHING)
  const connected = await postgres.connect(
    { kind: 'postgres', settings: login.settings, secrets: { password: login.password } },
    options,
  )
  if (!connected.ok) throw new Error(connected.problem.message)
  source = connected.value
})

afterAll(async () => {
  await guard.close()
  await source.close()
  await login.remove()
})

const contents = async () => {
  const hash = createHash('sha256')
  for (const table of warehouseTables)
    hash.update(JSON.stringify((await login.admin.query(`SELECT * FROM ${table}`)).rows))
  const { rows } = await login.admin.query(
    "SELECT (SELECT count(*) FROM pg_largeobject_metadata) AS objects, (SELECT count(*) FROM pg_class WHERE relkind = 'r') AS tables",
  )
  return hash.update(JSON.stringify(rows)).digest('hex')
}
const ask = (query: SafeQuery) => source.ask(query, limits)

const ours = <T extends { readonly dialect: string }>(list: readonly T[]) =>
  list.filter(({ dialect }) => dialect === 'postgres')

test('lets PostgreSQL run every good query, and nothing changes', async () => {
  const before = await contents()
  expect(await failuresOfGood(guard, ours(goodQueries), ask)).toEqual([])
  expect(await contents()).toBe(before)
})

test('what passes of the attacks does nothing in PostgreSQL', async () => {
  const before = await contents()
  for (const { sql, verdict } of await verdictsOn(guard, ours(attacks))) {
    if (verdict.ok) expect(JSON.stringify(await ask(verdict.value)), sql).not.toContain(SENTINEL)
  }
  expect(await contents()).toBe(before)
})

test('what passes of bent texts neither leaks nor changes anything in PostgreSQL', async () => {
  const before = await contents()
  let passed = 0
  await fc.assert(
    fc.asyncProperty(bentTexts, async sql => {
      const [asked] = await verdictsOn(guard, [{ dialect: 'postgres', sql }])
      if (!asked?.verdict.ok) return
      passed += 1
      expect(JSON.stringify(await ask(asked.verdict.value))).not.toContain(SENTINEL)
    }),
    { numRuns: Number(process.env['GUARD_FUZZ_RUNS'] ?? 60) * 5 },
  )
  expect(passed).toBeGreaterThan(0)
  expect(await contents()).toBe(before)
}, 240_000)

test('even past the guard no attack changes a table, though some then leak', async () => {
  const before = await contents()
  const leaks: string[] = []
  for (const { sql } of ours(attacks)) {
    if (JSON.stringify(await ask(uncheckedQuery('postgres', sql))).includes(SENTINEL)) leaks.push(sql)
  }
  expect(leaks).toContain(`SELECT 'a' UNION SELECT password FROM secret.users`)
  expect(await contents()).toBe(before)
}, 120_000)
