import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testDatabase, type TestDatabase } from '../../testing/postgres.ts'
import { migrate } from './migrations/migrate.ts'
import { createPurses } from './purses.ts'

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await testDatabase()
  await migrate(database.url)
  pool = new pg.Pool({ connectionString: database.url, max: 8 })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

const slow = { burst: 1000, perSecond: 0.001 }

test('gives what is wanted, else what there is, and nothing where that is too little', async () => {
  const { take } = createPurses(pool)
  expect(await take('ada', { needed: 100, wanted: 900 }, slow)).toEqual({ granted: 900, left: 100 })
  const rest = await take('ada', { needed: 50, wanted: 500 }, slow)
  expect([Math.round(rest.granted), Math.round(rest.left)]).toEqual([100, 0])
  expect(await take('ada', { needed: 1, wanted: 1 }, slow)).toMatchObject({ granted: 0 })
  expect(await take('bob', { needed: 1000, wanted: 1000 }, slow)).toEqual({ granted: 1000, left: 0 })
})

test('what was taken comes back with time, up to the burst', async () => {
  const { take } = createPurses(pool)
  await take('eve', { needed: 1000, wanted: 1000 }, slow)
  await pool.query(`UPDATE rate_purse SET at = now() - interval '10 seconds' WHERE caller = 'eve'`)
  const { granted, left } = await take('eve', { needed: 20, wanted: 20 }, { burst: 1000, perSecond: 5 })
  expect(granted).toBe(20)
  expect(left).toBeGreaterThanOrEqual(30)
  expect(left).toBeLessThan(500)
  await pool.query(`UPDATE rate_purse SET at = now() - interval '1 day' WHERE caller = 'eve'`)
  expect(await take('eve', { needed: 1, wanted: 1 }, { burst: 1000, perSecond: 5 })).toEqual({ granted: 1, left: 999 })
})

test('of two hundred at once no more are let in than the purse holds', async () => {
  const [left, right] = [createPurses(pool), createPurses(pool)]
  const taken = await Promise.all(
    Array.from({ length: 200 }, (_, index) =>
      (index % 2 === 0 ? left : right).take('crowd', { needed: 10, wanted: 10 }, slow),
    ),
  )
  expect(taken.filter(answer => answer.granted === 10)).toHaveLength(100)
})
