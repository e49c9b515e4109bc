import { afterAll, expect, test } from 'vitest'
import { duckdb } from '../adapters/dataSources/duckdb.ts'
import { createQueryGuard } from '../adapters/queryGuard/createQueryGuard.ts'
import { rerunQuery } from '../app/rerunQuery.ts'
import { contextOf } from '../app/steps/ask.ts'
import { chooseCheck } from '../core/finding/drafts/chooseCheck.ts'
import { dayWhere, timeSql } from '../core/finding/drafts/draftTests.ts'
import { signalOf } from '../core/investigation/state.ts'
import { asCase } from '../core/measure/planned.ts'
import { tableSql } from '../core/measure/sql.ts'
import type { Metric } from '../core/metric/metric.ts'
import { addDays } from '../core/shared/calendar.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { ok } from '../core/shared/result.ts'
import { asksNobody } from '../testing/asksNobody.ts'
import { duckdbFile } from '../testing/duckdbFile.ts'
import { investigateSource, stopInvestigating } from '../testing/investigate.ts'

// Tables whose only time is a text: what is found in them is what is found where it is a timestamp.

const guard = createQueryGuard()
afterAll(() => Promise.all([guard.close(), stopInvestigating()]))

const readings = `CREATE TABLE readings AS SELECT i AS id, TIMESTAMP '2026-06-11 06:00:00' - INTERVAL 1 SECOND * (i * 72 + 1) AS read_at,
  ['north', 'south', 'east', 'west'][(1 + hash(i, 1) % 4)::INT] AS site, ['x', 'y', 'z'][(1 + hash(i, 2) % 3)::INT] AS kind,
  (hash(i, 3) % 1000) / 10.0 AS level, TIMESTAMP '2026-06-11 06:00:00' - INTERVAL 1 SECOND * (i * 72 - 600) AS stored_at,
  1 + hash(i, 4) % 200 AS sensor_id FROM range(72000) r(i)`
const sensors = `CREATE TABLE sensors AS SELECT i AS sensor_id, 'sensor ' || i AS label, TIMESTAMP '2020-01-01' AS valid_from,
  NULL::TIMESTAMP AS valid_to FROM range(1, 201) r(i)`
const written = (text: string) => [
  `CREATE TABLE kept AS SELECT * REPLACE (${text} AS read_at) FROM readings`,
  'DROP TABLE readings',
  'ALTER TABLE kept RENAME TO readings',
]
const format = (pattern: string, time = 'read_at') => `strftime(${time}, '${pattern}')`

type Asked = {
  readonly statements: readonly string[]
  readonly metric?: Metric
  readonly timeColumn?: string | null
  readonly timeZone?: string
}

const ask = async ({ statements, metric = { kind: 'rowCount' }, timeColumn = 'read_at', timeZone = 'UTC' }: Asked) => {
  const file = await duckdbFile([readings, sensors, ...statements])
  const bounds = {
    allowPrivateAddresses: false,
    fileRoots: null,
    maxConcurrent: 4,
    duckdb: { memoryMb: 512, threads: 2 },
  }
  const connected = await duckdb.connect({ kind: 'duckdb', settings: { path: file.path }, secrets: {} }, bounds)
  if (!connected.ok) throw new Error(connected.problem.message)
  const source = connected.value
  try {
    const made = await investigateSource(source, {
      dataSourceId: asId<DataSourceId>('text-times'),
      table: { schema: 'main', name: 'readings' },
      metric,
      day: '2026-06-10',
      timeColumn,
      timeZone,
      wholeTable: false,
    })
    const { finding, failure, problems, state, store, ref, answers } = made
    const again = rerunQuery({ store, guard, dataSources: { open: async () => ok(source) }, ...asksNobody })
    const proofs = await Promise.all(
      (finding?.proofs ?? []).map(async ({ id }) => [id, await again(ref, `proof:${id}`)] as const),
    )
    const count = async (sql: string) => {
      if (!state.focus) return null
      const context = contextOf(state.focus)
      const checked = await guard.check(sql, { dialect: 'duckdb', context, origin: 'planner' })
      if (!checked.ok) return checked.problem
      const read = await source.ask(checked.value, { maxRows: 100_000, maxBytes: 10_000_000, timeoutMs: 10_000 })
      return read.ok ? read.value.rows.length : read.problem
    }
    const found = asCase(state)
    const check = found && finding?.cause ? chooseCheck(found, finding.cause, source.dialect) : null
    const caught = (day: string) => {
      const next = addDays(day, 1)
      return found && check
        ? count(
            check.failing({
              table: tableSql,
              where: dayWhere(found, source.dialect, [day, next]),
              end: timeSql('timestamp', next),
            }),
          )
        : null
    }
    return {
      conclusion: finding?.conclusion,
      cause: finding?.cause,
      segments: finding?.segments,
      onset: finding?.onset?.at,
      origin: finding?.origin?.name,
      scans: state.scansDone,
      lags: signalOf(state, 'profile')?.joint?.lags ?? [],
      siblings: signalOf(state, 'siblings')?.tables ?? [],
      shown: answers.find(({ queryId }) => queryId === 'badRows')?.answer.rows.length ?? 0,
      disproved: proofs.filter(([, proof]) => !proof.ok || !proof.value.agrees).map(([id]) => id),
      repaired: finding?.repair ? await count(finding.repair.sql) : null,
      caught: [await caught('2026-06-10'), await caught(state.anomaly?.baselineDays[0] ?? '2026-06-09')],
      failure,
      problems,
    }
  } finally {
    await source.close()
    await file.remove()
  }
}

const southGone = `DELETE FROM readings WHERE read_at >= '2026-06-10 12:00' AND site = 'south'`
const outage = {
  conclusion: 'causeFound',
  cause: 'feedOutage',
  segments: [[{ column: 'site', value: 'south' }]],
  onset: '2026-06-10T12',
  disproved: [],
  failure: null,
  problems: [],
}

test.each([
  ['2026-06-10 12:34:56', format('%Y-%m-%d %H:%M:%S')],
  ['2026-06-10T12:34:56', format('%Y-%m-%dT%H:%M:%S')],
  ['2026-06-10 12:34:56.789000', format('%Y-%m-%d %H:%M:%S.%f')],
  ['2026-06-10T12:34:56Z', format('%Y-%m-%dT%H:%M:%SZ')],
  ['2026-06-10T14:34:56+02:00', format('%Y-%m-%dT%H:%M:%S+02:00', 'read_at + INTERVAL 2 HOUR')],
  ['2026-06-10T14:34:56+0200', format('%Y-%m-%dT%H:%M:%S+0200', 'read_at + INTERVAL 2 HOUR')],
  ['2026-06-10 07:34:56.789-05', format('%Y-%m-%d %H:%M:%S.%g-05', 'read_at - INTERVAL 5 HOUR')],
  [
    'now this, now that',
    `CASE id % 3 WHEN 0 THEN ${format('%Y-%m-%d %H:%M:%S')} WHEN 1 THEN ${format('%Y-%m-%dT%H:%M:%SZ')} ELSE ${format('%Y-%m-%dT%H:%M:%S+09:00', 'read_at + INTERVAL 9 HOUR')} END`,
  ],
])('the time may be a text: %s', async (_, text) => {
  expect(await ask({ statements: [southGone, ...written(text)] })).toMatchObject(outage)
})

test('a text of the day alone tells the day', async () => {
  const gone = `DELETE FROM readings WHERE read_at >= '2026-06-10' AND read_at < '2026-06-11' AND site = 'south'`
  const found = await ask({ statements: [gone, ...written(format('%Y-%m-%d'))] })
  expect(found).toMatchObject({ ...outage, onset: expect.stringMatching(/^2026-06-10/) as string })
})

test.each([
  ['2026-06-10', '%Y-%m-%d', 'America/New_York'],
  ['20260610', '%Y%m%d', 'UTC'],
  ['20260610', '%Y%m%d', 'Asia/Kolkata'],
])('%s is that day in the zone asked for: %s in %s', async (_, pattern, timeZone) => {
  const gone = `DELETE FROM readings WHERE read_at >= '2026-06-10' AND read_at < '2026-06-11' AND site = 'south'`
  const found = await ask({ statements: [gone, ...written(format(pattern))], timeZone })
  expect(found).toMatchObject({ ...outage, onset: expect.stringMatching(/^2026-06-10/) as string })
})

const numbers = (last: number) => written(`(20260101 + id % ${last})::VARCHAR`)

test('numbers of eight digits are no days, although some of them could be', async () => {
  const found = await ask({ statements: numbers(600) })
  expect(found.failure).toBe(
    'wrong-column-type: read_at holds numbers of eight digits, too many of which are no days for it to tell a time: name another column, or ask for the whole table.',
  )
})

test('a few mistakes make days no numbers', async () => {
  const gone = `DELETE FROM readings WHERE read_at >= '2026-06-10' AND read_at < '2026-06-11' AND site = 'south'`
  const mistaken = `CASE WHEN hash(id, 8) % 20 = 0 THEN '20260532' ELSE ${format('%Y%m%d')} END`
  expect(await ask({ statements: [gone, ...written(mistaken)] })).toMatchObject({
    conclusion: 'causeFound',
    failure: null,
  })
})

const unreadable = `CASE WHEN hash(id, 8) % 40 > 0 THEN ${format('%Y-%m-%dT%H:%M:%S')}
  ELSE ['n/a', '', '2026-06-31 12:00:00', '10.06.2026 12:00', '2026-06-10 12:00 pm', NULL][(1 + hash(id, 9) % 6)::INT] END`

test('texts that tell no time break nothing, and are on no day', async () => {
  expect(await ask({ statements: [southGone, ...written(unreadable)] })).toMatchObject(outage)
})

test('a text without offset is in UTC, and the day is that of the zone asked for', async () => {
  const [text, timeZone] = [format('%Y-%m-%d %H:%M:%S'), 'Europe/Berlin']
  const found = await ask({ statements: [southGone, ...written(text)], timeZone })
  expect(found).toMatchObject({ ...outage, onset: '2026-06-10T14' })
})

const inSouth = (set: string) => `UPDATE readings SET ${set} WHERE read_at >= '2026-06-10 08:00' AND site = 'south'`
const twice = `INSERT INTO readings SELECT * FROM readings WHERE read_at >= '2026-06-10 08:00' AND read_at < '2026-06-10 14:00'`

test.each<[string, Metric, string]>([
  ['amounts in another unit', { kind: 'average', column: 'level' }, inSouth('level = level * 100')],
  ['values that are null', { kind: 'nullRate', column: 'level' }, inSouth('level = NULL')],
  ['keys of no parent', { kind: 'nullRate', column: 'level' }, inSouth('level = NULL, sensor_id = 900 + sensor_id')],
  ['rows that were loaded twice', { kind: 'rowCount' }, twice],
  ['copies', { kind: 'duplicateRate', columns: ['id'] }, twice],
  ['rows that stopped', { kind: 'freshness' }, `DELETE FROM readings WHERE read_at >= '2026-06-10 15:00'`],
  ['times of another clock', { kind: 'rowCount' }, inSouth('read_at = read_at + INTERVAL 5 HOUR')],
  [
    'rows stored late',
    { kind: 'sum', column: 'level' },
    inSouth('stored_at = stored_at + INTERVAL 3 DAY, level = level / 2'),
  ],
])('%s: the same is found as where the time is a timestamp, by the same scans', async (_, metric, statement) => {
  const timestamp = await ask({ statements: [statement], metric })
  const text = await ask({ statements: [statement, ...written(format('%Y-%m-%dT%H:%M:%S'))], metric })
  expect(text).toEqual(timestamp)
  expect([timestamp.conclusion, timestamp.disproved, timestamp.problems]).toEqual(['causeFound', [], []])
  expect(timestamp.caught).toEqual([expect.any(Number), 0])
})

const late = inSouth('stored_at = stored_at + INTERVAL 3 DAY, level = level / 2')
const other = (text: string) => `ALTER TABLE readings ALTER stored_at TYPE VARCHAR USING ${text}`

test.each([
  [format('%Y-%m-%d %H:%M:%S', 'stored_at'), 'UTC'],
  [format('%Y-%m-%dT%H:%M:%S+0530', 'stored_at + INTERVAL 330 MINUTE'), 'Europe/Berlin'],
])('another time may be a text as well: %s, in %s', async (text, timeZone) => {
  const asked = { metric: { kind: 'sum', column: 'level' }, timeZone } as const
  const timestamp = await ask({ ...asked, statements: [late] })
  const found = await ask({ ...asked, statements: [late, other(text)] })
  expect({ ...found, lags: [] }).toEqual({ ...timestamp, lags: [] })
  // A text may have no hour, so that nothing is early by less than a day.
  expect(found.lags.map(lag => ({ ...lag, early: null }))).toEqual(timestamp.lags.map(lag => ({ ...lag, early: null })))
  expect(timestamp.lags.map(({ column, rows }) => [column, (rows ?? 0) > 0])).toEqual([['stored_at', true]])
})

test('a text that is named like a time and tells none is no other time', async () => {
  const found = await ask({ statements: [southGone, other(`'on ' || dayname(stored_at)`)] })
  expect(found).toMatchObject({ ...outage, lags: [] })
})

test('tables beside it may have their time as a text', async () => {
  const beside = (time: string) =>
    `CREATE TABLE sales AS SELECT i AS sale_id, ${time} AS sold_at FROM
      (SELECT i, TIMESTAMP '2026-06-11 06:00:00' - INTERVAL 1 SECOND * (i * 300 + 1) AS t FROM range(18000) s(i))`
  const asked = { metric: { kind: 'rowCount' }, timeZone: 'America/New_York' } as const
  const gone = `DELETE FROM readings WHERE read_at >= '2026-06-10 12:00'`
  const timestamp = await ask({ ...asked, statements: [gone, beside('t')] })
  const text = await ask({ ...asked, statements: [gone, beside(format('%Y-%m-%dT%H:%M:%SZ', 't'))] })
  expect(text).toEqual(timestamp)
  expect(timestamp.siblings.find(({ table }) => table === 'sales')?.rows.alert).toBeGreaterThan(100)
})

test('a table upstream may have the time as a text', async () => {
  const statements = [
    southGone,
    `CREATE TABLE raw_readings AS SELECT id, strftime(read_at, '%Y-%m-%dT%H:%M:%SZ') AS read_at, site, kind, level, sensor_id FROM readings`,
  ]
  expect(await ask({ statements })).toMatchObject({ ...outage, origin: 'raw_readings' })
})

test('where no text tells a time, the failure says so', async () => {
  const found = await ask({ statements: [], timeColumn: 'site' })
  expect(found.failure).toBe(
    'no-data-on-day: readings has no rows whose site can be read as a time, like 2026-06-10 12:34:56, within 60 days of 2026-06-10.',
  )
})

const alone = (more: string) => [...written(format('%Y-%m-%d %H:%M:%S')), 'ALTER TABLE readings DROP stored_at', more]

test('a table without times is placed in time by the one text that is named like a time', async () => {
  const statements = [southGone, ...alone('ALTER TABLE readings ADD loaded_at VARCHAR')]
  expect(await ask({ statements, timeColumn: null })).toMatchObject(outage)
})

test('of two such texts one has to be named', async () => {
  const statements = alone(`ALTER TABLE readings ADD checked_on VARCHAR DEFAULT '2026-06-10'`)
  const found = await ask({ statements, timeColumn: null })
  expect(found.failure).toMatch(/^no-time-column: main.readings has no date or timestamp column: name one/)
})
