import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Metric } from '../core/metric/metric.ts'
import { openAskedFiles } from '../testing/askedFiles.ts'

// Rows that stand at another time than their own, came once more a day after, or are missing as a part that somebody sent.

const until = '2026-06-13'
const made = `CREATE TABLE deliveries AS SELECT i AS delivery_id, t AS delivered_at, ['north', 'south', 'east', 'west'][(1 + hash(i, 1) % 4)::INT] AS depot,
  'K' || (10 + hash(i, 2) % 40) AS courier, round(0.5 + (hash(i, 3) % 9000) / 1000.0, 2) AS kilos,
  CASE WHEN hash(i, 5) % 9 = 0 THEN NULL ELSE 'R' || hash(i, 6) % 30 END AS route, t + INTERVAL 1 SECOND * (hash(i, 4) % 240) AS loaded_at
  FROM (SELECT i, TIMESTAMP '${until}' - INTERVAL 1 SECOND * (i * 36 + 1) AS t FROM range(108000) r(i))
  WHERE hash(i, 9) % 100 < 12 + 80 * pow(sin(pi() * hour(t) / 24), 2)`
const onDay = `delivered_at >= '2026-06-10' AND delivered_at < '2026-06-11'`
const rows: Metric = { kind: 'rowCount' }

let files: Awaited<ReturnType<typeof openAskedFiles>>
beforeAll(async () => {
  files = await openAskedFiles({ schema: 'main', name: 'deliveries' }, '2026-06-10')
})
afterAll(() => files.close())

const ask = async (happened: readonly string[], metric: Metric) => {
  const { cause, segments, problems } = await files.ask([made, ...happened], metric)
  return { cause, segments, problems }
}
const found = (cause: string, segments: readonly unknown[] = []) => ({
  cause,
  segments,
  problems: [],
})

test('rows that are dated at the beginning of all time, or not at all, stand on the wrong day', async () => {
  const half = `delivered_at >= '2026-06-10' AND md5(delivery_id::VARCHAR) < '8'`
  for (const none of [`TIMESTAMP '1970-01-01'`, 'NULL'])
    expect(await ask([`UPDATE deliveries SET delivered_at = ${none} WHERE ${half}`], rows)).toEqual(
      found('redatedEvents'),
    )
  // As many that are gone for good are no rows on a wrong day.
  expect((await ask([`DELETE FROM deliveries WHERE ${half}`], rows)).cause).not.toBe('redatedEvents')
})

test('rows that are dated a day early are found on the day before', async () => {
  const early = `UPDATE deliveries SET delivered_at = delivered_at - INTERVAL 1 DAY WHERE ${onDay} AND hash(delivery_id, 11) % 5 < 3`
  expect(await ask([early, 'ALTER TABLE deliveries DROP loaded_at'], rows)).toEqual(found('redatedEvents'))
})

test('a share that falls because its rows are written hours too early is a clock, and no feed that stopped', async () => {
  const moved = `UPDATE deliveries SET delivered_at = delivered_at - INTERVAL 10 HOUR WHERE delivered_at >= '2026-06-10' AND depot = 'west'`
  const cut = `DELETE FROM deliveries WHERE loaded_at >= '2026-06-11'`
  const west = { column: 'depot', value: 'west' }
  expect(await ask([moved, cut], { kind: 'share', where: { ...west, operator: '=' } })).toEqual(
    found('timeZoneShift', [[west]]),
  )
})

test('a table that is fresher than usual waits for no load', async () => {
  const ends = `DELETE FROM deliveries WHERE loaded_at >= '2026-06-11' OR delivered_at::TIME > '20:00'`
  const moved = `UPDATE deliveries SET delivered_at = delivered_at + INTERVAL 3 HOUR WHERE delivered_at >= '2026-06-10' AND depot = 'west'`
  const { cause } = await ask([ends, moved], { kind: 'freshness' })
  expect(cause).toBe('timeZoneShift')
})

test('rows that came again the next day with other numbers are a restatement, where all others come within minutes', async () => {
  const again = `INSERT INTO deliveries SELECT * REPLACE (kilos + 1 AS kilos, loaded_at + INTERVAL 26 HOUR AS loaded_at) FROM deliveries WHERE ${onDay} AND hash(delivery_id, 11) % 3 = 0`
  expect(await ask([again], rows)).toEqual(found('restatement'))
})

test('many couriers without a row, for a day, and all others with theirs are a part of the load', async () => {
  const part = `hash(courier, 12) % 3 = 0`
  expect(await ask([`DELETE FROM deliveries WHERE ${onDay} AND ${part}`], rows)).toEqual(found('missingSlice'))
  // Of all couriers alike, as many: nobody is silent.
  const { cause } = await ask([`DELETE FROM deliveries WHERE ${onDay} AND hash(delivery_id, 12) % 3 = 0`], rows)
  expect(cause).not.toBe('missingSlice')
})

const landing = `CREATE TABLE raw_deliveries AS FROM deliveries`
const step = (where: string) => [
  'DROP TABLE deliveries',
  `CREATE TABLE deliveries AS FROM raw_deliveries WHERE ${where}`,
]

test('a value that the table upstream has none of any more was no filter', async () => {
  const west = { column: 'depot', value: 'west' }
  const share: Metric = { kind: 'share', where: { ...west, operator: '=' } }
  const gone = `delivered_at >= '2026-06-10' AND depot = 'west'`
  const never = [`DELETE FROM deliveries WHERE ${gone}`, landing, ...step('true')]
  expect(await ask(never, share)).toEqual(found('feedOutage', [[west]]))
  expect(await ask([landing, ...step(`NOT (${gone})`)], share)).toEqual(found('restrictiveFilter', [[west]]))
})

test('rows with a null are lost on the way where as many are as the table upstream has more, however many a day has', async () => {
  // A third more of all on the day, so that in the whole none are missing.
  const more = `INSERT INTO deliveries SELECT * REPLACE (delivery_id + 1000000 AS delivery_id) FROM deliveries WHERE ${onDay} AND hash(delivery_id, 13) % 10 = 0`
  const joined = step(`NOT (delivered_at >= '2026-06-10' AND route IS NULL)`)
  expect(await ask([more, landing, ...joined], { kind: 'nullRate', column: 'route' })).toEqual(
    found('restrictiveFilter', [[{ column: 'route', value: null }]]),
  )
})
