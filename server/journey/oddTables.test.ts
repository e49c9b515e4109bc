import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Metric } from '../core/metric/metric.ts'
import { investigate, stopInvestigating } from '../testing/investigate.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dataing-odd-'))
})
afterAll(async () => {
  await stopInvestigating()
  await rm(folder, { recursive: true, force: true })
})

const sensors = `CREATE TABLE readings AS SELECT i AS id, TIMESTAMP '2026-06-11' - INTERVAL 1 SECOND * (i * 72 + 1) AS read_at,
  ['north', 'south', 'east', 'west'][(1 + hash(i, 1) % 4)::INT] AS site, ['x', 'y', 'z'][(1 + hash(i, 2) % 3)::INT] AS kind, (hash(i, 3) % 1000) / 10.0 AS level`
const rows = 'FROM range(72000) r(i)'

let made = 0
/** The table as the statements make it, and what is found on 10 June. */
const ask = async (statements: readonly string[], metric: Metric, timeColumn: string | null = null) => {
  const path = join(folder, `${made++}.duckdb`)
  const instance = await DuckDBInstance.create(path)
  const connection = await instance.connect()
  for (const statement of statements) await connection.run(statement)
  connection.closeSync()
  instance.closeSync()
  const { finding, failure, problems } = await investigate({
    path,
    question: {
      table: { schema: 'main', name: 'readings' },
      metric,
      day: '2026-06-10',
      timeColumn,
      timeZone: 'UTC',
      wholeTable: false,
    },
  })
  return {
    conclusion: finding?.conclusion,
    cause: finding?.cause,
    segments: finding?.segments,
    ...(timeColumn === null ? {} : { onset: finding?.onset?.at }),
    failure,
    problems,
  }
}
const southGone = `DELETE FROM readings WHERE read_at >= '2026-06-10' AND site = 'south'`
const outage = {
  conclusion: 'causeFound',
  cause: 'feedOutage',
  segments: [[{ column: 'site', value: 'south' }]],
  failure: null,
  problems: [],
}

test('columns of every type stand beside the watched one: UUIDs, enums, lists, structs, JSON, NaN and infinity, names with quotes', async () => {
  const odd = `${sensors}, uuid() AS u, (['r', 'g'])[(1 + hash(i, 7) % 2)::INT]::colour AS e, [1, 2] AS list, {'a': i} AS struct, '{"a":1}'::JSON AS j, NULL AS nothing,
    'NaN'::DOUBLE AS nan, 'Infinity'::DOUBLE AS inf, i::HUGEINT * 1000000000000000000 AS huge, 'x'::BLOB AS b, INTERVAL 1 DAY AS span, 'é' AS "na""ïve name" ${rows}`
  const statements = [
    `CREATE TYPE colour AS ENUM ('r', 'g')`,
    odd,
    `UPDATE readings SET level = NULL WHERE read_at >= '2026-06-10' AND site = 'south'`,
  ]
  expect(await ask(statements, { kind: 'nullRate', column: 'level' })).toMatchObject({
    segments: outage.segments,
    failure: null,
    problems: [],
  })
})

test('a distinct count that fell because all rows of a value are gone is an outage of that value', async () => {
  expect(await ask([`${sensors} ${rows}`, southGone], { kind: 'distinctCount', column: 'site' })).toEqual(outage)
})

test('a day thinner than usual up to its end is no load under way', async () => {
  expect(await ask([`${sensors} ${rows}`, southGone], { kind: 'rowCount' })).toEqual(outage)
})

test('a load under way ends thin', async () => {
  const arriving = `DELETE FROM readings WHERE read_at >= '2026-06-10' AND hash(id, 9) % 10 < extract(hour FROM read_at) - 13`
  const found = await ask([`${sensors} ${rows}`, arriving], { kind: 'rowCount' })
  expect(found).toEqual({ ...outage, cause: 'partialLoad', segments: [] })
})

test('one earlier day is enough to find a segment that is gone', async () => {
  expect(
    await ask([`${sensors} ${rows}`, southGone, `DELETE FROM readings WHERE read_at < '2026-06-09'`], {
      kind: 'rowCount',
    }),
  ).toEqual(outage)
})

test('one earlier day alike is no anomaly', async () => {
  const found = await ask([`${sensors} ${rows}`, `DELETE FROM readings WHERE read_at < '2026-06-09'`], {
    kind: 'rowCount',
  })
  expect(found).toEqual({ conclusion: 'noAnomaly', cause: null, segments: [], failure: null, problems: [] })
})

test('a day without one before it cannot be judged', async () => {
  const found = await ask([`${sensors} ${rows}`, `DELETE FROM readings WHERE read_at < '2026-06-10'`], {
    kind: 'rowCount',
  })
  expect(found).toMatchObject({
    failure: 'too-little-history: There are too few days with rows before 10 June to say what is normal.',
  })
})

test('the segment is found in the last of 130 columns', async () => {
  const others = Array.from(
    { length: 130 },
    (_, index) => `(['p', 'q', 'r'])[(1 + hash(i, ${100 + index}) % 3)::INT] AS c${index}`,
  ).join(', ')
  const wide = `CREATE TABLE readings AS SELECT i AS id, TIMESTAMP '2026-06-11' - INTERVAL 1 SECOND * (i * 288 + 1) AS read_at, ${others},
    ['north', 'south', 'east', 'west'][(1 + hash(i, 1) % 4)::INT] AS site FROM range(18000) r(i)`
  expect(await ask([wide, southGone], { kind: 'rowCount' })).toEqual(outage)
})

// A query has names of its own for hours, windows and flags; a column may be called the same.
const renamed = (names: Readonly<Record<string, string>>) =>
  Object.entries(names).map(([from, to]) => `ALTER TABLE readings RENAME COLUMN ${from} TO "${to}"`)

const twice = `INSERT INTO readings SELECT * FROM readings WHERE read_at >= '2026-06-10 08:00' AND read_at < '2026-06-10 14:00'`
const inSouth = (set: string) => `UPDATE readings SET ${set} WHERE read_at >= '2026-06-10' AND site = 'south'`

test.each<{ what: string; metric: Metric; statement: string; names: Record<string, string>; found: object }>([
  {
    what: 'rows that are missing',
    metric: { kind: 'rowCount' },
    statement: southGone,
    names: { site: 'd0', kind: 'h', level: 'sampled', id: 't0' },
    found: { cause: 'feedOutage', segments: [[{ column: 'd0', value: 'south' }]] },
  },
  {
    what: 'amounts in another unit',
    metric: { kind: 'average', column: 'x' },
    statement: inSouth('level = level * 100'),
    names: { site: 'w', kind: 'inside', level: 'x', id: 'rank0' },
    found: { cause: 'unitChange', segments: [[{ column: 'w', value: 'south' }]] },
  },
  {
    what: 'values that are null',
    metric: { kind: 'nullRate', column: 'k' },
    statement: inSouth('level = NULL'),
    names: { site: 'day', kind: 'w', level: 'k', id: 'h' },
    found: { segments: [[{ column: 'day', value: 'south' }]] },
  },
  {
    what: 'rows that were loaded twice',
    metric: { kind: 'rowCount' },
    statement: twice,
    names: { site: 'd', kind: 'inside', level: 'w', id: 'h' },
    found: { cause: 'duplicatedLoad', segments: [] },
  },
])('columns may be called as a query calls its own: $what', async ({ metric, statement, names, found }) => {
  const answer = await ask([`${sensors} ${rows}`, statement, ...renamed(names)], metric)
  expect(answer).toMatchObject({ ...found, conclusion: 'causeFound', failure: null, problems: [] })
})

test.each([
  ['seconds', 'epoch(read_at)::BIGINT'],
  ['milliseconds', 'epoch_ms(read_at)'],
  ['microseconds', 'epoch_us(read_at)'],
  ['nanoseconds', 'epoch_ns(read_at)'],
])('the time may be a number that counts %s since 1970', async (_, counted) => {
  const told = [
    `CREATE TABLE kept AS SELECT * REPLACE (${counted} AS read_at) FROM readings`,
    'DROP TABLE readings',
    'ALTER TABLE kept RENAME TO readings',
  ]
  const noon = `DELETE FROM readings WHERE read_at >= '2026-06-10 12:00' AND site = 'south'`
  const found = await ask([`${sensors} ${rows}`, noon, ...told], { kind: 'rowCount' }, 'read_at')
  expect(found).toEqual({ ...outage, onset: '2026-06-10T12' })
})

test('a number that counts no time has no rows on the day', async () => {
  const found = await ask([`${sensors} ${rows}`], { kind: 'rowCount' }, 'id')
  expect(found).toMatchObject({ failure: expect.stringContaining('no rows') as string, conclusion: undefined })
})
