import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAskedFiles } from '../testing/askedFiles.ts'

// A warehouse in layers: raw data in one schema, what is made of it in another. Nobody told the lineage.

const schemas = ['CREATE SCHEMA raw', 'CREATE SCHEMA marts']
const raw = `CREATE TABLE raw.stg_rides__trips AS SELECT i AS trip_id, TIMESTAMP '2026-06-11' - INTERVAL 1 SECOND * (i * 72 + 1) AS started_at,
  ['oslo', 'rome', 'lyon', 'bonn', 'gent'][(1 + hash(i, 1) % 5)::INT] AS city, round(8 + (hash(i, 3) % 4000) / 100.0, 2)::VARCHAR AS fare,
  ['card', 'cash'][(1 + hash(i, 5) % 2)::INT] AS paid_by FROM range(72000) r(i)`
const mart =
  'CREATE TABLE marts.fct_trips AS SELECT trip_id, started_at, city, try_cast(fare AS DOUBLE) AS fare, paid_by FROM raw.stg_rides__trips'
const since = `started_at >= '2026-06-10 09:00'`

let files: Awaited<ReturnType<typeof openAskedFiles>>
beforeAll(async () => {
  files = await openAskedFiles({ schema: 'marts', name: 'fct_trips' }, '2026-06-10')
})
afterAll(() => files.close())

test('numbers that the cast no longer reads are null here, and came as such texts', async () => {
  expect(
    await files.ask(
      [...schemas, raw, `UPDATE raw.stg_rides__trips SET fare = '€ ' || fare WHERE ${since} AND city = 'rome'`, mart],
      { kind: 'nullRate', column: 'fare' },
    ),
  ).toEqual({
    cause: 'typeChange',
    segments: [[{ column: 'city', value: 'rome' }]],
    origin: { schema: 'raw', name: 'stg_rides__trips' },
    onset: { at: '2026-06-10T09', precision: 'hour' },
    problems: [],
  })
})

test('rows that are missing in the raw data already were lost there', async () => {
  expect(
    await files.ask(
      [
        ...schemas,
        raw,
        `DELETE FROM raw.stg_rides__trips WHERE ${since} AND city = 'rome' AND hash(trip_id, 7) % 50 > 0`,
        mart,
      ],
      { kind: 'rowCount' },
    ),
  ).toEqual({
    cause: 'feedOutage',
    segments: [[{ column: 'city', value: 'rome' }]],
    origin: { schema: 'raw', name: 'stg_rides__trips' },
    onset: { at: '2026-06-10T09', precision: 'hour' },
    problems: [],
  })
})

test('rows that are missing only here were lost on the way', async () => {
  expect(
    await files.ask(
      [
        ...schemas,
        raw,
        mart,
        `DELETE FROM marts.fct_trips WHERE ${since} AND city = 'rome' AND hash(trip_id, 7) % 50 > 0`,
      ],
      { kind: 'rowCount' },
    ),
  ).toMatchObject({ cause: 'restrictiveFilter', origin: { schema: 'marts', name: 'fct_trips' }, problems: [] })
})

/** One of forty sources: less than the whole swings by itself. */
const many = raw.replace(
  `['card', 'cash'][(1 + hash(i, 5) % 2)::INT] AS paid_by`,
  `'k' || (hash(i, 5) % 20) AS paid_by`,
)
const swinging = `DELETE FROM raw.stg_rides__trips WHERE hash(date_trunc('day', started_at)::VARCHAR, trip_id) % 100 < hash(date_trunc('day', started_at)::VARCHAR) % 5`

test('of a small value the rows alone are compared upstream, where the whole swings more than they are', async () => {
  const ask = (lost: 'there' | 'on the way') => {
    const gone = `started_at >= '2026-06-10' AND paid_by = 'k7'`
    const there = lost === 'there' ? [`DELETE FROM raw.stg_rides__trips WHERE ${gone}`] : []
    const way = lost === 'there' ? [] : [`DELETE FROM marts.fct_trips WHERE ${gone}`]
    const numbered = `CREATE OR REPLACE TABLE raw.stg_rides__trips AS
      SELECT row_number() OVER (ORDER BY started_at) AS trip_id, * EXCLUDE (trip_id) FROM raw.stg_rides__trips`
    return files.ask([...schemas, many, swinging, ...there, numbered, mart, ...way], { kind: 'rowCount' })
  }
  expect(await ask('there')).toMatchObject({ cause: 'feedOutage', origin: { schema: 'raw', name: 'stg_rides__trips' } })
  expect(await ask('on the way')).toMatchObject({
    cause: 'restrictiveFilter',
    segments: [[{ column: 'paid_by', value: 'k7' }]],
    origin: { schema: 'marts', name: 'fct_trips' },
  })
})

test('keys of another kind in one place came so; single keys without a parent are parents that are late', async () => {
  const riders = 'CREATE TABLE marts.riders AS SELECT i AS rider_id, 2020 + i % 5 AS since FROM range(1, 400) r(i)'
  const ridden = 'ALTER TABLE raw.stg_rides__trips ADD COLUMN rider_id BIGINT'
  const keys = 'UPDATE raw.stg_rides__trips SET rider_id = 1 + hash(trip_id, 9) % 399'
  const joined = `CREATE TABLE marts.fct_trips AS SELECT t.trip_id, t.started_at, t.city, t.paid_by, t.rider_id, r.since
    FROM raw.stg_rides__trips t LEFT JOIN marts.riders r USING (rider_id)`
  const ask = (...happened: readonly string[]) =>
    files.ask([...schemas, riders, raw, ridden, keys, ...happened, joined], { kind: 'nullRate', column: 'since' })
  expect(
    await ask(`UPDATE raw.stg_rides__trips SET rider_id = rider_id + 7000000 WHERE ${since} AND city = 'rome'`),
  ).toMatchObject({ cause: 'orphanKeys', origin: { schema: 'raw', name: 'stg_rides__trips' } })
  expect(
    await ask(
      `UPDATE raw.stg_rides__trips SET rider_id = 400 + trip_id % 9 WHERE ${since} AND hash(trip_id, 6) % 10 = 0`,
    ),
  ).toMatchObject({ cause: 'orphanKeys', origin: { schema: 'marts', name: 'riders' } })
})

test('one code that nobody has entered came with its rows; codes that the register lost are lost there', async () => {
  const kinds = `CREATE TABLE marts.kinds AS SELECT kind, upper(kind) AS kind_name FROM (VALUES ('car'), ('van'), ('bike')) v(kind)`
  const kind = `ALTER TABLE raw.stg_rides__trips ADD COLUMN kind VARCHAR`
  const given = `UPDATE raw.stg_rides__trips SET kind = ['car', 'van', 'bike'][1 + trip_id % 3]`
  const joined = `CREATE TABLE marts.fct_trips AS SELECT t.trip_id, t.started_at, t.city, t.paid_by, t.kind, k.kind_name
    FROM raw.stg_rides__trips t LEFT JOIN marts.kinds k USING (kind)`
  const ask = (...happened: readonly string[]) =>
    files.ask([...schemas, kinds, raw, kind, given, ...happened], { kind: 'nullRate', column: 'kind_name' })
  expect(
    await ask(`UPDATE raw.stg_rides__trips SET kind = 'boat' WHERE ${since} AND trip_id * 31 % 97 < 20`, joined),
  ).toMatchObject({ cause: 'orphanKeys', origin: { schema: 'raw', name: 'stg_rides__trips' } })
  expect(
    await ask(joined, `UPDATE marts.fct_trips SET kind_name = NULL WHERE ${since}`, `DELETE FROM marts.kinds`),
  ).toMatchObject({ cause: 'orphanKeys', origin: { schema: 'marts', name: 'kinds' } })
})
