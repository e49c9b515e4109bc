import { afterAll, beforeAll, expect, test } from 'vitest'
import fc from 'fast-check'
import type { DialectName } from '../../core/ports/queryGuard.ts'
import { createQueryGuard } from './createQueryGuard.ts'
import { attacks, goodQueries } from './corpus/corpus.ts'
import { startPlayground, type Playground } from './corpus/playground.ts'
import { warehouseContext } from './corpus/warehouse.ts'

const guard = createQueryGuard()
const runs = Number(process.env['GUARD_FUZZ_RUNS'] ?? 60)
const contexts = { duckdb: warehouseContext('duckdb'), postgres: warehouseContext('postgres') }
let playground: Playground

beforeAll(async () => {
  playground = await startPlayground()
  await guard.check('SELECT 1', { dialect: 'duckdb', context: contexts.duckdb })
}, 60_000)
afterAll(() => guard.close())

const SPLICES = ['', ' ', '\n', '\u00a0', '\u200b', '\ufeff', '\0', ';', '--', '/*', '*/', '\'', '"', '\\', '$$', '(', ')', ',', '.',
  ' UNION SELECT password FROM secret.users ', ' INTO x ', ' FOR UPDATE',
  ' hidden ', ' secret.users ', 'pg_read_file(\'x\')', 'read_csv(\'x\')', '::regclass', '; DROP TABLE orders', 'ｓｅｃｒｅｔ', 'U&"x"', 'E\'', '\u202e']
const texts = [...attacks, ...goodQueries].map(({ sql }) => sql)
const anyText = fc.constantFrom(...texts)

const shuffleCase = (text: string, seed: number) => Array.from(text, (letter, place) => (seed >> place % 31) % 2 ? letter.toUpperCase() : letter.toLowerCase()).join('')
const words = (text: string) => text.split(/(\s+|(?=[(),.;'"])|(?<=[(),.;'"]))/)

const mutated = fc.oneof(
  fc.tuple(anyText, fc.integer()).map(([text, seed]) => shuffleCase(text, seed)),
  fc.tuple(anyText, fc.constantFrom(' ', '\n', '\t', '\r\n', '\f', '\v', '\u00a0', '\u2003', '/**/')).map(([text, space]) => text.replaceAll(' ', space)),
  fc.tuple(anyText, fc.nat(), fc.constantFrom(...SPLICES)).map(([text, place, splice]) => text.slice(0, place % (text.length + 1)) + splice + text.slice(place % (text.length + 1))),
  fc.tuple(anyText, anyText, fc.nat(), fc.nat()).map(([left, right, a, b]) => {
    const [head, tail] = [words(left), words(right)]
    return [...head.slice(0, a % (head.length + 1)), ' ', ...tail.slice(b % (tail.length + 1))].join('')
  }),
  fc.tuple(anyText, fc.constantFrom('SELECT * FROM (@) q', 'WITH q AS (@) SELECT * FROM q', 'SELECT (@)', 'SELECT 1 WHERE EXISTS (@)', '(@)', 'SELECT 1 UNION ALL @', 'VALUES ((@))', '@; @'),
    fc.integer({ min: 1, max: 4 })).map(([text, shape, times]) => Array.from({ length: times }).reduce<string>(inner => shape.replaceAll('@', () => inner), text)),
  fc.tuple(fc.array(anyText, { minLength: 2, maxLength: 4 }), fc.array(fc.nat(), { minLength: 30, maxLength: 30 })).map(([sources, picks]) => {
    const tokens = sources.flatMap(words).filter(token => token.trim() !== '')
    return `SELECT ${picks.slice(0, 12).map(pick => tokens[pick % tokens.length]).join(' ')}`
  }),
)
const dialects = fc.constantFrom<DialectName>('duckdb', 'postgres')

test('nothing that passes can leak or change anything, however an attack is bent', async () => {
  const before = await playground.contents()
  let passed = 0
  await fc.assert(fc.asyncProperty(mutated, dialects, async (sql, dialect) => {
    const verdict = await guard.check(sql, { dialect, context: contexts[dialect] })
    if (!verdict.ok) return
    passed += 1
    expect(verdict.value.text).toBe(sql)
    // Whatever the dialect, DuckDB runs what passed; text it does not understand does nothing there.
    if (await playground.leaks(sql)) throw new Error(`Leaks: ${sql}`)
  }), { numRuns: runs * 5 })
  expect(passed).toBeGreaterThan(0)
  expect(await playground.contents()).toBe(before)
}, 120_000)

test('answers every truncation of a query, at every character, in time', async () => {
  const sample = texts.filter((_, place) => place % Math.max(1, Math.floor(6_000 / runs)) === 0)
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
  await fc.assert(fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 300 }), dialects, async (sql, dialect) => {
    expect(typeof (await guard.check(`SELECT ${sql}`, { dialect, context: contexts[dialect] })).ok).toBe('boolean')
  }), { numRuns: runs * 5 })
}, 60_000)
