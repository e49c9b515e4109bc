import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Metric } from '../core/metric/metric.ts'
import { openAskedFiles } from '../testing/askedFiles.ts'

// What the business had planned, and wrote down in another table: a place that closes, a campaign, a holiday.

const visits = `CREATE TABLE visits AS SELECT i AS visit_id, TIMESTAMP '2026-06-11' - INTERVAL 1 SECOND * (i * 72 + 1) AS started_at,
  1 + (hash(i, 1) % 12)::INT AS studio_id, ['web', 'app', 'desk', 'mail'][(1 + hash(i, 2) % 4)::INT] AS channel,
  round(8 + (hash(i, 3) % 4000) / 100.0, 2) AS fee FROM range(72000) r(i)`
const studios = `CREATE TABLE studios AS SELECT i::INT AS studio_id, 'Studio ' || i AS name, ['north', 'south'][(1 + i % 2)::INT] AS region,
  DATE '2021-03-01' + (i * 37)::INT AS opened_on, CASE WHEN i = 99 THEN DATE '2025-01-31' END AS closed_on, TIMESTAMP '2026-05-01' AS updated_at FROM range(1, 13) r(i)`
const gone = `DELETE FROM visits WHERE started_at >= '2026-06-10' AND studio_id = 7`

let files: Awaited<ReturnType<typeof openAskedFiles>>
beforeAll(async () => {
  files = await openAskedFiles({ schema: 'main', name: 'visits' }, '2026-06-10')
})
afterAll(() => files.close())

const numbered = `CREATE OR REPLACE TABLE visits AS SELECT row_number() OVER (ORDER BY started_at) AS visit_id, * EXCLUDE (visit_id) FROM visits`

const rows: Metric = { kind: 'rowCount' }
const ask = async (happened: readonly string[]) => {
  const { cause, segments, problems } = await files.ask([visits, studios, ...happened, numbered], rows)
  return { cause, segments, problems }
}
const of = (cause: string, column?: string, value?: string) => ({
  cause,
  segments: column === undefined || value === undefined ? [] : [[{ column, value }]],
  problems: [],
})

test.for(['2026-06-10', '2026-06-09'])('a place that its register says is closed since %s', async day => {
  const closed = `UPDATE studios SET closed_on = '${day}' WHERE studio_id = 7`
  expect(await ask([gone, closed])).toEqual(of('expectedChange', 'studio_id', '7'))
})

test.for([
  ['says nothing', 'SELECT 1'],
  ['says that another one is closed', `UPDATE studios SET closed_on = '2026-06-10' WHERE studio_id = 8`],
  ['says that it was closed long before', `UPDATE studios SET closed_on = '2026-04-10' WHERE studio_id = 7`],
  ['was written anew that day', `UPDATE studios SET updated_at = '2026-06-10 02:00'`],
  ['has that day for every place', `UPDATE studios SET closed_on = '2026-06-10'`],
] as const)('rows of a place are lost and its register %s', async ([, happened]) => {
  expect(await ask([gone, happened])).toEqual(of('feedOutage', 'studio_id', '7'))
})

test('a place whose register lies in another schema', async () => {
  const moved = [
    'CREATE SCHEMA ref',
    'CREATE TABLE ref.dim_studio AS FROM studios',
    'DROP TABLE studios',
    `UPDATE ref.dim_studio SET closed_on = '2026-06-10' WHERE studio_id = 7`,
  ]
  expect(await ask([gone, ...moved])).toEqual(of('expectedChange', 'studio_id', '7'))
})

const another = `INSERT INTO visits SELECT 100000 + visit_id, started_at, 13, channel, fee FROM visits
  WHERE started_at >= '2026-06-10' AND studio_id IN (3, 4)`
const registered = (day: string) =>
  `INSERT INTO studios VALUES (13, 'Studio 13', 'north', '${day}', NULL, '2026-05-01')`

test('a place that its register says is opened, and one that is no news there', async () => {
  expect(await ask([another, registered('2026-06-10')])).toEqual(of('expectedChange', 'studio_id', '13'))
  expect(await ask([another, registered('2024-06-10')])).toEqual(of('newCategory', 'studio_id', '13'))
})

const campaigns = (channel: string) => `CREATE TABLE campaigns AS SELECT * FROM (VALUES
  (1, 'Spring', 'app', DATE '2026-04-02', DATE '2026-04-09'), (2, 'Letters', '${channel}', DATE '2026-06-10', DATE '2026-06-20')
) t(campaign_id, name, channel, starts_on, ends_on)`

test('rows that a campaign brought, named by what all of them share', async () => {
  const letters = `INSERT INTO visits SELECT 100000 + visit_id, started_at + INTERVAL 17 SECOND, studio_id, 'mail', fee + 3.17 FROM visits
    WHERE started_at >= '2026-06-10' AND channel <> 'mail' AND hash(visit_id, 8) % 2 = 0`
  expect(await ask([letters, campaigns('mail')])).toMatchObject({ cause: 'expectedChange', problems: [] })
  expect(await ask([letters, campaigns('desk')])).toMatchObject({ cause: 'causeNotFound', problems: [] })
})

const quiet = `DELETE FROM visits WHERE started_at >= '2026-06-10' AND hash(visit_id, 5) % 10 < 6`
const named = (table: string) =>
  `CREATE TABLE ${table} AS SELECT * FROM (VALUES (DATE '2026-05-01', 'First'), (DATE '2026-06-10', 'Second')) t(day, name)`
const everyDay = (
  day: string,
) => `CREATE TABLE calendar AS SELECT d AS day, d = DATE '${day}' AS is_holiday, dayname(d) AS weekday, month(d)::VARCHAR AS month
  FROM (SELECT DATE '2026-01-01' + i::INT AS d FROM range(365) r(i))`

test.for([
  ['a list of holidays', named('holidays'), 'expectedChange'],
  ['a list of releases, which explain no quiet day', named('releases'), 'externalCause'],
  ['a calendar of every day', everyDay('2026-06-10'), 'expectedChange'],
  ['a calendar that has its holiday another day', everyDay('2026-06-12'), 'externalCause'],
] as const)('a quiet day, and %s', async ([, table, cause]) => {
  expect(await ask([quiet, table])).toEqual(of(cause))
})
