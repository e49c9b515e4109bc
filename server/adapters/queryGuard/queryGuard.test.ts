import { afterAll, beforeAll, expect, test } from 'vitest'
import { createQueryGuard } from './createQueryGuard.ts'
import { attacks, goodQueries } from './corpus/corpus.ts'
import { startPlayground, type Playground } from './corpus/playground.ts'
import { verdictsOn } from './corpus/verdicts.ts'
import { SENTINEL, warehouseContext } from './corpus/warehouse.ts'

const guard = createQueryGuard()
const untilWarm = 60_000
let playground: Playground

beforeAll(async () => {
  playground = await startPlayground()
  await guard.check('SELECT 1', { dialect: 'duckdb', context: warehouseContext('duckdb') })
}, untilWarm)

afterAll(() => guard.close())

test('refuses every attack that is one, and says why in a short sentence', async () => {
  const verdicts = await verdictsOn(guard, attacks)
  expect(verdicts.filter(({ verdict, decoy }) => verdict.ok && !decoy).map(({ sql }) => sql)).toEqual([])
  const messages = verdicts.flatMap(({ verdict }) => (verdict.ok ? [] : [verdict.problem.message]))
  expect(messages.filter(message => message.length > 160 || message.length < 10 || /[\n\0]/.test(message))).toEqual([])
  expect(attacks.length).toBeGreaterThan(550)
}, 30_000)

test('passes every good query of every dialect, and names its tables', async () => {
  const verdicts = await verdictsOn(guard, goodQueries)
  expect(verdicts.flatMap(({ verdict, sql }) => (verdict.ok ? [] : [`${sql} → ${verdict.problem.message}`]))).toEqual(
    [],
  )
  expect(goodQueries.length).toBeGreaterThan(360)
  expect(
    verdicts.find(({ name, dialect }) => name === 'orphans by anti join' && dialect === 'duckdb')?.verdict,
  ).toMatchObject({
    ok: true,
    value: {
      tables: [
        { schema: 'main', name: 'orders' },
        { schema: 'main', name: 'users' },
      ],
    },
  })
}, 30_000)

test('lets DuckDB run every good query, and nothing changes', async () => {
  const before = await playground.contents()
  const failed: string[] = []
  for (const { sql } of goodQueries.filter(({ dialect }) => dialect === 'duckdb')) {
    const answer = await playground.run(sql)
    if (answer instanceof Error) failed.push(`${sql} → ${answer.message}`)
    else if (answer.includes(SENTINEL)) failed.push(`${sql} leaks`)
  }
  expect(failed).toEqual([])
  expect(await playground.contents()).toBe(before)
}, 30_000)

test('what passes of the attacks does nothing in DuckDB', async () => {
  const before = await playground.contents()
  for (const { sql, verdict } of await verdictsOn(
    guard,
    attacks.filter(({ dialect }) => dialect === 'duckdb'),
  )) {
    if (verdict.ok) expect(String(await playground.run(sql))).not.toContain(SENTINEL)
  }
  expect(await playground.contents()).toBe(before)
  await playground.change()
  expect(await playground.contents()).not.toBe(before)
}, 30_000)
