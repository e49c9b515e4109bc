import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Metric } from '../core/metric/metric.ts'
import { openAskedFiles } from '../testing/askedFiles.ts'

// Faults of values that show in a number which is not about them: keys that repeat, averages that lack rows, shares that a filter made.

const base = [
  `CREATE TABLE visits AS SELECT i AS visit_id, TIMESTAMP '2026-06-11' - INTERVAL 1 SECOND * (i * 130 + 1) AS seen_at,
    'P-' || (1000000 + i) AS pass, ['north', 'south', 'harbour', 'airport'][(1 + hash(i, 2) % 4)::INT] AS gate,
    round(200 + (hash(i, 3) % 2000) * 1.1, 2) AS fee FROM range(26000) r(i)`,
]
const since = `seen_at >= '2026-06-10 07:00'`

let files: Awaited<ReturnType<typeof openAskedFiles>>
beforeAll(async () => {
  files = await openAskedFiles({ schema: 'main', name: 'visits' }, '2026-06-10')
})
afterAll(() => files.close())

const ask = async (happened: readonly string[], metric: Metric) => {
  const { cause, segments, problems } = await files.ask([...base, ...happened], metric)
  return { cause, segments, problems }
}

test('keys that are cut repeat each other, and are no copies', async () => {
  const repeats: Metric = { kind: 'duplicateRate', columns: ['pass'] }
  expect(await ask([`UPDATE visits SET pass = left(pass, 7) WHERE ${since}`], repeats)).toEqual({
    cause: 'truncatedText',
    segments: [],
    problems: [],
  })
  const copies = `INSERT INTO visits SELECT * FROM visits WHERE ${since} AND hash(visit_id, 9) % 5 = 0`
  expect(await ask([copies], repeats)).toEqual({ cause: 'scatteredDuplicates', segments: [], problems: [] })
})

test('a value that the table upstream always had is let through by a step, and is no new one', async () => {
  const raw = `CREATE TABLE raw_visits AS SELECT *, CASE WHEN visit_id * 31 % 97 < 8 THEN 'parked' WHEN visit_id % 2 = 0 THEN 'paid' ELSE 'done' END AS stage FROM visits`
  const made = (where: string) => [
    raw,
    'DROP TABLE visits',
    `CREATE TABLE visits AS SELECT *, fee > 900 AS is_dear FROM raw_visits WHERE ${where}`,
  ]
  const parked: Metric = { kind: 'share', where: { column: 'stage', operator: '=', value: 'parked' } }
  const told = [[{ column: 'stage', value: 'parked' }]]
  expect(await ask(made(`stage <> 'parked' OR ${since}`), parked)).toEqual({
    cause: 'deletesKept',
    segments: told,
    problems: [],
  })
  const fresh = `DELETE FROM raw_visits WHERE stage = 'parked' AND NOT (${since})`
  expect(await ask([raw, fresh, ...made('TRUE').slice(1)], parked)).toEqual({
    cause: 'newCategory',
    segments: told,
    problems: [],
  })
})

test('an average that lacks its greatest values, which are null, is one of numbers that are no longer read', async () => {
  const lost = `UPDATE visits SET fee = NULL WHERE fee >= 1500 AND seen_at >= '2026-06-10'`
  const expected = { cause: 'typeChange', segments: [], problems: [] }
  expect(await ask([lost], { kind: 'average', column: 'fee' })).toEqual(expected)
  expect(await ask([lost], { kind: 'maximum', column: 'fee' })).toEqual(expected)
  expect(await ask([lost], { kind: 'nullRate', column: 'fee' })).toEqual(expected)
})

test('an average that lacks the values of one gate is one of that gate', async () => {
  const dear = `UPDATE visits SET fee = fee * 3 WHERE gate = 'harbour'`
  const lost = `UPDATE visits SET fee = NULL WHERE gate = 'harbour' AND seen_at >= '2026-06-10'`
  expect(await ask([dear, lost], { kind: 'average', column: 'fee' })).toEqual({
    cause: 'columnDropped',
    segments: [[{ column: 'gate', value: 'harbour' }]],
    problems: [],
  })
})

test('values of a new release that are the others in another unit', async () => {
  const release = [
    `ALTER TABLE visits ADD COLUMN terminal VARCHAR DEFAULT 'v1'`,
    `UPDATE visits SET terminal = 'v2' WHERE ${since} AND visit_id * 31 % 97 < 30`,
  ]
  const cents = `UPDATE visits SET fee = fee * 100 WHERE terminal = 'v2'`
  const told = { segments: [[{ column: 'terminal', value: 'v2' }]], problems: [] }
  const average: Metric = { kind: 'average', column: 'fee' }
  expect(await ask([...release, cents], average)).toEqual({ cause: 'unitChange', ...told })
  const none = `UPDATE visits SET fee = 0 WHERE terminal = 'v2'`
  expect(await ask([...release, none], average)).toEqual({ cause: 'sentinelValues', ...told })
})

test('one factor for all that begins between two hours of a day is a change of definition, one that begins with the day may be a price', async () => {
  const taxed = (from: string) => [`UPDATE visits SET fee = round(fee * 1.19, 2) WHERE seen_at >= '2026-06-10 ${from}'`]
  const average: Metric = { kind: 'average', column: 'fee' }
  expect(await ask(taxed('07:00'), average)).toEqual({ cause: 'definitionChange', segments: [], problems: [] })
  expect((await ask(taxed('00:00'), average)).cause).toBe('causeNotFound')
})

test('totals that each visitor has of a day are running totals, though few come twice', async () => {
  const visitors = [
    `ALTER TABLE visits ADD COLUMN visitor VARCHAR`,
    `UPDATE visits SET visitor = 'w' || CASE WHEN visit_id % 3 = 0 THEN hash(visit_id, 4) % 60 ELSE 100 + hash(visit_id, 4) % 100000 END`,
  ]
  const totals = `UPDATE visits SET fee = t.so_far FROM (SELECT visit_id AS v, sum(fee) OVER (PARTITION BY visitor ORDER BY seen_at) AS so_far
    FROM visits WHERE ${since}) t WHERE t.v = visit_id`
  expect(await ask([...visitors, totals], { kind: 'average', column: 'fee' })).toMatchObject({
    cause: 'cumulativeValues',
    problems: [],
  })
})

test('amounts of one small place with the wrong sign, the least of which stands in one row', async () => {
  const flipped = `UPDATE visits SET fee = -fee WHERE gate = 'harbour' AND seen_at >= '2026-06-10'`
  expect(await ask([flipped], { kind: 'average', column: 'fee' })).toEqual({
    cause: 'signFlip',
    segments: [[{ column: 'gate', value: 'harbour' }]],
    problems: [],
  })
})
