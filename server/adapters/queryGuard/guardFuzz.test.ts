import { afterAll, beforeAll, expect, test } from 'vitest'
import fc from 'fast-check'
import { inStandardQuotes } from './bigquery/spellings.ts'
import { createQueryGuard } from './createQueryGuard.ts'
import { bentTexts, corpusTexts } from './corpus/bentTexts.ts'
import { startPlayground, type Playground } from './corpus/playground.ts'
import { warehouseContext } from './corpus/warehouse.ts'

const guard = createQueryGuard()
const runs = Number(process.env['GUARD_FUZZ_RUNS'] ?? 60)
const contexts = {
  duckdb: warehouseContext('duckdb'),
  postgres: warehouseContext('postgres'),
  mysql: warehouseContext('mysql'),
  trino: warehouseContext('trino'),
  snowflake: warehouseContext('snowflake'),
  bigquery: warehouseContext('bigquery'),
}
let playground: Playground

beforeAll(async () => {
  playground = await startPlayground()
  await guard.check('SELECT 1', { dialect: 'duckdb', context: contexts.duckdb })
}, 60_000)
afterAll(() => guard.close())

const dialects = fc.constantFrom<keyof typeof contexts>('duckdb', 'postgres', 'mysql', 'trino', 'snowflake', 'bigquery')

test('nothing that passes can leak or change anything, however an attack is bent', async () => {
  const before = await playground.contents()
  let passed = 0
  await fc.assert(
    fc.asyncProperty(bentTexts, dialects, async (sql, dialect) => {
      const verdict = await guard.check(sql, { dialect, context: contexts[dialect] })
      if (!verdict.ok) return
      passed += 1
      expect(verdict.value.text).toBe(sql)
      // Whatever the dialect, DuckDB runs what passed; text it does not understand does nothing there.
      const ran = dialect === 'bigquery' ? inStandardQuotes(sql, 100_000) : sql
      if (await playground.leaks(ran)) throw new Error(`Leaks: ${sql}`)
    }),
    { numRuns: runs * 5 },
  )
  expect(passed).toBeGreaterThan(0)
  expect(await playground.contents()).toBe(before)
}, 120_000)

test('answers every truncation of a query, at every character, in time', async () => {
  const sample = corpusTexts.filter((_, place) => place % Math.max(1, Math.floor(6_000 / runs)) === 0)
  for (const text of sample) {
    for (let end = 0; end < text.length; end += 1) {
      const started = performance.now()
      const verdict = await guard.check(text.slice(0, end), { dialect: 'postgres', context: contexts.postgres })
      expect(performance.now() - started).toBeLessThan(5_000)
      if (verdict.ok) expect(await playground.leaks(text.slice(0, end))).toBe(false)
    }
  }
}, 120_000)

test('never throws, whatever characters it is given', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), dialects, async (sql, dialect) => {
      expect(typeof (await guard.check(`SELECT ${sql}`, { dialect, context: contexts[dialect] })).ok).toBe('boolean')
    }),
    { numRuns: runs * 5 },
  )
}, 60_000)
