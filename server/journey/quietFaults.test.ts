import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Metric } from '../core/metric/metric.ts'
import { openAskedFiles } from '../testing/askedFiles.ts'

// Faults that a total hardly shows: what is told apart by one value, one number or one name.

const base = `CREATE TABLE trips AS SELECT i AS trip_id, TIMESTAMP '2026-06-11' - INTERVAL 1 SECOND * (i * 72 + 1) AS started_at,
  ['oslo', 'rome', 'lyon', 'bonn', 'gent'][(1 + hash(i, 1) % 5)::INT] AS city, ['done', 'done', 'done', 'open', 'void'][(1 + hash(i, 2) % 5)::INT] AS state,
  CASE WHEN hash(i, 4) % 12 = 0 THEN 0 ELSE round(8 + (hash(i, 3) % 4000) / 100.0, 2) END AS fare,
  ['5.1.0', '5.2.0'][(1 + hash(i, 5) % 2)::INT] AS app_version, NULL::VARCHAR AS coupon FROM range(72000) r(i)`
const since = `started_at >= '2026-06-10 09:00'`

let files: Awaited<ReturnType<typeof openAskedFiles>>
beforeAll(async () => {
  files = await openAskedFiles({ schema: 'main', name: 'trips' }, '2026-06-10')
})
afterAll(() => files.close())

const ask = async (happened: readonly string[], metric: Metric) => {
  const { cause, segments, problems } = await files.ask([base, ...happened], metric)
  return { cause, segments, problems }
}

test('a filter takes every row of the value that a share watches', async () => {
  expect(
    await ask([`DELETE FROM trips WHERE ${since} AND state = 'void'`], {
      kind: 'share',
      where: { column: 'state', operator: '=', value: 'void' },
    }),
  ).toEqual({ cause: 'restrictiveFilter', segments: [[{ column: 'state', value: 'void' }]], problems: [] })
})

test('a filter takes every row whose number is not above zero', async () => {
  expect(
    await ask([`DELETE FROM trips WHERE started_at >= '2026-06-10' AND fare <= 0`], {
      kind: 'average',
      column: 'fare',
    }),
  ).toEqual({ cause: 'restrictiveFilter', segments: [], problems: [] })
})

test('a number that no list of placeholders holds stands for missing ones', async () => {
  expect(
    await ask([`UPDATE trips SET fare = -127 WHERE ${since} AND hash(trip_id, 21) % 21 = 0`], {
      kind: 'average',
      column: 'fare',
    }),
  ).toEqual({ cause: 'sentinelValues', segments: [], problems: [] })
})

test('all values of a column are written anew, each with the rows of an old one', async () => {
  const found = await ask([`UPDATE trips SET city = 'C-' || (100 + ascii(city)) WHERE started_at >= '2026-06-10'`], {
    kind: 'share',
    where: { column: 'city', operator: '=', value: 'oslo' },
  })
  expect(found).toMatchObject({ cause: 'valueRecoded', problems: [] })
})

test('one code with its point for another is a format, and a new code beside the known ones is a category', async () => {
  const codes = `UPDATE trips SET coupon = (5000 + hash(trip_id, 6) % 40)::VARCHAR`
  expect(
    await ask([codes, `UPDATE trips SET coupon = coupon || '.0' WHERE ${since} AND hash(trip_id, 7) % 3 = 0`], {
      kind: 'distinctCount',
      column: 'coupon',
    }),
  ).toMatchObject({ cause: 'formatDrift', problems: [] })
  expect(
    await ask([codes, `UPDATE trips SET coupon = 'ZZTOP' WHERE ${since} AND hash(trip_id, 7) % 30 = 0`], {
      kind: 'distinctCount',
      column: 'coupon',
    }),
  ).toMatchObject({ cause: 'newCategory', problems: [] })
})

test('the newest version, known on normal days to few, comes without its values', async () => {
  const spread = [
    `UPDATE trips SET app_version = '5.3.0' WHERE hash(trip_id, 10) % 100 < 4`,
    `UPDATE trips SET app_version = '5.3.0', fare = NULL WHERE ${since} AND hash(trip_id, 9) % 5 < 3`,
  ]
  expect(await ask(spread, { kind: 'nullRate', column: 'fare' })).toEqual({
    cause: 'nullFromRelease',
    segments: [[{ column: 'app_version', value: '5.3.0' }]],
    problems: [],
  })
})

test('rows that say they are deleted are kept', async () => {
  expect(
    await ask([`UPDATE trips SET state = 'DELETED' WHERE ${since} AND hash(trip_id, 11) % 15 = 0`], {
      kind: 'share',
      where: { column: 'state', operator: '=', value: 'DELETED' },
    }),
  ).toEqual({ cause: 'deletesKept', segments: [[{ column: 'state', value: 'DELETED' }]], problems: [] })
})

test('nulls of additional rows that are trials are none of a release', async () => {
  const trials = `INSERT INTO trips SELECT trip_id + 100000, started_at, 'qa test', state, NULL, app_version, coupon FROM trips WHERE ${since} AND hash(trip_id, 12) % 3 = 0`
  expect(await ask([trials], { kind: 'nullRate', column: 'fare' })).toMatchObject({ cause: 'testData', problems: [] })
})

test('keys of parents that are late are told though one table has whole numbers and the other their decimals', async () => {
  const drivers = [
    `ALTER TABLE trips ADD COLUMN driver_id DOUBLE`,
    `UPDATE trips SET driver_id = CASE WHEN hash(trip_id, 13) % 50 > 0 THEN 1 + hash(trip_id, 14) % 60 END`,
    `CREATE TABLE drivers AS SELECT i::BIGINT AS driver_id, 'driver ' || i AS name FROM range(1, 61) t(i)`,
    'ALTER TABLE drivers ADD PRIMARY KEY (driver_id)',
  ]
  const late = `UPDATE trips SET driver_id = 61 + hash(trip_id, 15) % 20 WHERE ${since} AND hash(trip_id, 16) % 8 = 0`
  expect(await ask([...drivers, late], { kind: 'distinctCount', column: 'driver_id' })).toMatchObject({
    cause: 'orphanKeys',
    problems: [],
  })
})

test('a filter takes every row below a limit', async () => {
  const spread = 'UPDATE trips SET fare = round(8 + (hash(trip_id, 3) % 4000) / 100.0, 2)'
  const filtered = { cause: 'restrictiveFilter', segments: [], problems: [] }
  expect(
    await ask([spread, `DELETE FROM trips WHERE started_at >= '2026-06-10' AND fare < 18`], {
      kind: 'minimum',
      column: 'fare',
    }),
  ).toEqual(filtered)
  expect(
    await ask([spread, `DELETE FROM trips WHERE ${since} AND fare > 38`], { kind: 'average', column: 'fare' }),
  ).toEqual(filtered)
})

test('times lose their minutes', async () => {
  const ended = [
    'ALTER TABLE trips ADD COLUMN ended_at TIMESTAMP',
    `UPDATE trips SET ended_at = started_at + INTERVAL 1 SECOND * (300 + hash(trip_id, 17) % 3000)`,
  ]
  expect(
    await ask([...ended, `UPDATE trips SET ended_at = date_trunc('hour', ended_at) WHERE ${since}`], {
      kind: 'distinctCount',
      column: 'ended_at',
    }),
  ).toEqual({ cause: 'precisionLoss', segments: [], problems: [] })
})

test('a handful of rows that the end of the day lacks explain no loss of the whole day', async () => {
  const quietEvenings = `DELETE FROM trips WHERE hour(started_at) >= 18 AND hash(trip_id, 11) % 30 > 0`
  const lost = `DELETE FROM trips WHERE started_at >= '2026-06-10' AND (hour(started_at) >= 18 OR hash(trip_id, 12) % 100 < 14)`
  const { cause } = await ask([quietEvenings, lost], { kind: 'rowCount' })
  expect(cause).not.toBe('staleReplica')
  const stopped = await ask([`DELETE FROM trips WHERE started_at >= '2026-06-10 14:37'`], { kind: 'rowCount' })
  expect(['staleReplica', 'partialLoad']).toContain(stopped.cause)
})
