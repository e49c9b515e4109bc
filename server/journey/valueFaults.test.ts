import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Metric } from '../core/metric/metric.ts'
import { openAskedFiles } from '../testing/askedFiles.ts'

// Faults of single values that look like others: what tells them apart is the rows beside, the table that is looked up, or the days before.

const base = [
  `CREATE TABLE lockers AS SELECT i AS locker_id, 'box ' || i AS box_name, ['north', 'south'][1 + i % 2] AS side FROM range(1, 31) t(i)`,
  `CREATE TABLE parcels AS SELECT i AS parcel_id, TIMESTAMP '2026-06-11' - INTERVAL 1 SECOND * (i * 130 + 1) AS dropped_at,
    (1 + hash(i, 1) % 30)::VARCHAR AS locker_id, ['app', 'desk', 'fax', 'web'][(1 + hash(i, 2) % 4)::INT] AS channel,
    round(0.4 + (hash(i, 3) % 900) / 100.0, 2) AS kilos, round(0.4 + (hash(i, 3) % 900) / 100.0, 2)::VARCHAR AS kilos_text,
    ['Århus', 'Malmö', 'Brno', 'Łódź', 'Cork'][(1 + hash(i, 4) % 5)::INT] AS town, 'box ' || (1 + hash(i, 1) % 30) AS box_name,
    CASE WHEN hash(i, 5) % 10 < 9 THEN NULL ELSE 'gift' END AS wrapping, NULL::DOUBLE AS kilos_new FROM range(26000) r(i)`,
]
const since = `dropped_at >= '2026-06-10 07:00'`

let files: Awaited<ReturnType<typeof openAskedFiles>>
beforeAll(async () => {
  files = await openAskedFiles({ schema: 'main', name: 'parcels' }, '2026-06-10')
})
afterAll(() => files.close())

const ask = async (happened: readonly string[], metric: Metric) => {
  const { cause, segments, problems } = await files.ask([...base, ...happened], metric)
  return { cause, segments, problems }
}
const fax = [[{ column: 'channel', value: 'fax' }]]

test('one channel no longer sends a column, while another column comes to be filled', async () => {
  const filled = `UPDATE parcels SET wrapping = 'none' WHERE ${since} AND hash(parcel_id, 6) % 10 < 4`
  expect(
    await ask([`UPDATE parcels SET kilos = NULL WHERE ${since} AND channel = 'fax'`, filled], {
      kind: 'nullRate',
      column: 'kilos',
    }),
  ).toEqual({ cause: 'columnDropped', segments: fax, problems: [] })
  expect(
    await ask([`UPDATE parcels SET kilos_new = kilos, kilos = NULL WHERE ${since} AND channel = 'fax'`], {
      kind: 'nullRate',
      column: 'kilos',
    }),
  ).toEqual({ cause: 'columnDropped', segments: fax, problems: [] })
})

test('words in a text of numbers make the number null', async () => {
  const words = `UPDATE parcels SET kilos = NULL, kilos_text = ['n.n.', '#REF!'][(1 + hash(parcel_id, 7) % 2)::INT] WHERE ${since} AND channel = 'fax' AND hash(parcel_id, 8) % 3 = 0`
  expect(await ask([words], { kind: 'nullRate', column: 'kilos' })).toEqual({
    cause: 'typeChange',
    segments: fax,
    problems: [],
  })
})

test('keys that come with a point and a zero miss their lookup', async () => {
  expect(
    await ask(
      [`UPDATE parcels SET locker_id = locker_id || '.0', box_name = NULL WHERE ${since} AND channel = 'fax'`],
      { kind: 'nullRate', column: 'box_name' },
    ),
  ).toEqual({ cause: 'lookupMiss', segments: fax, problems: [] })
})

test('letters with accents come as they are written for a page', async () => {
  const written = `UPDATE parcels SET town = replace(replace(replace(replace(town, 'Å', '&#197;'), 'ö', '&#246;'), 'Łó', '&#321;&#243;'), 'ź', '&#378;') WHERE ${since}`
  expect(await ask([written], { kind: 'distinctCount', column: 'town' })).toMatchObject({
    cause: 'encodingDamage',
    problems: [],
  })
})

test('the least value of a number in another unit is no placeholder', async () => {
  expect(
    await ask([`UPDATE parcels SET kilos = round(kilos / 60, 2) WHERE ${since}`], { kind: 'minimum', column: 'kilos' }),
  ).toEqual({ cause: 'unitChange', segments: [], problems: [] })
})

test('the next version in the place of the last one is a release, and no new name', async () => {
  const versions = `ALTER TABLE parcels ADD COLUMN scanner VARCHAR`
  const spread = `UPDATE parcels SET scanner = CASE WHEN hash(parcel_id, 9) % 10 < 7 THEN CASE WHEN ${since} THEN '4.12.0' ELSE '4.11.2' END ELSE '4.10.0' END`
  const { cause } = await ask([versions, spread], {
    kind: 'share',
    where: { column: 'scanner', operator: '=', value: '4.12.0' },
  })
  expect(cause).not.toBe('valueRecoded')
})

test('a minimum falls to the zero that stands for nothing in a few rows', async () => {
  expect(
    await ask([`UPDATE parcels SET kilos = 0 WHERE ${since} AND parcel_id % 400 = 0`], {
      kind: 'minimum',
      column: 'kilos',
    }),
  ).toMatchObject({ cause: 'sentinelValues', problems: [] })
})

test('the few texts that are empty now in one place are no new name of another value', async () => {
  const empty = `UPDATE parcels SET wrapping = '' WHERE ${since} AND wrapping IS NULL AND channel = 'fax' AND hash(parcel_id, 11) % 7 = 0`
  expect(await ask([empty], { kind: 'share', where: { column: 'wrapping', operator: '=', value: '' } })).toEqual({
    cause: 'sentinelValues',
    segments: fax,
    problems: [],
  })
})

test('a new value is a category though a few of its rows have the number of another', async () => {
  const id = 'CASE WHEN hash(parcel_id, 12) % 8 > 0 THEN parcel_id + 100000 ELSE parcel_id END'
  const more = `INSERT INTO parcels SELECT * REPLACE (${id} AS parcel_id, 'drone' AS channel) FROM parcels WHERE ${since} AND parcel_id % 4 = 0`
  expect(
    await ask([more], { kind: 'share', where: { column: 'channel', operator: '=', value: 'drone' } }),
  ).toMatchObject({ cause: 'newCategory', segments: [[{ column: 'channel', value: 'drone' }]], problems: [] })
})
