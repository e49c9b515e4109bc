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

test('numbers that the cast no longer reads are null here, and a text in the raw data', async () => {
  expect(
    await files.ask(
      [...schemas, raw, `UPDATE raw.stg_rides__trips SET fare = '€ ' || fare WHERE ${since} AND city = 'rome'`, mart],
      { kind: 'nullRate', column: 'fare' },
    ),
  ).toEqual({
    cause: 'typeChange',
    segments: [[{ column: 'city', value: 'rome' }]],
    origin: { schema: 'marts', name: 'fct_trips' },
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
  ).toMatchObject({ cause: 'feedOutage', origin: { schema: 'marts', name: 'fct_trips' }, problems: [] })
})
