// A warehouse that takes connections and queries and does not answer, or not all of them.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { duckdb } from '../adapters/dataSources/duckdb.ts'
import type { DataSource } from '../core/ports/dataSource.ts'
import { asId, type DataSourceId } from '../core/shared/ids.ts'
import { duckdbFile, type DuckdbFile } from '../testing/duckdbFile.ts'
import { investigateSource, stopInvestigating } from '../testing/investigate.ts'

let file: DuckdbFile
let source: DataSource
beforeAll(async () => {
  file = await duckdbFile([
    `CREATE TABLE orders AS SELECT i AS order_id, TIMESTAMP '2026-05-01' + (i // 300) * INTERVAL 1 DAY + (i % 300) * INTERVAL 280 SECOND AS ordered_at,
      ['web', 'app', 'store'][1 + (i * 104729 % 7) % 3] AS channel FROM range(0, 300 * 45) AS t(i)`,
    `DELETE FROM orders WHERE ordered_at >= '2026-06-12' AND channel = 'app'`,
  ])
  const bounds = {
    allowPrivateAddresses: false,
    fileRoots: null,
    maxConcurrent: 4,
    duckdb: { memoryMb: 256, threads: 1 },
  }
  const connected = await duckdb.connect({ kind: 'duckdb', settings: { path: file.path }, secrets: {} }, bounds)
  if (!connected.ok) throw new Error(connected.problem.message)
  source = connected.value
})
afterAll(async () => {
  await source.close()
  await Promise.all([stopInvestigating(), file.remove()])
})

const timedOut = {
  ok: false,
  problem: { code: 'timed-out', message: 'The data source did not answer in time.', retryable: true },
} as const

/** A case on a source that leaves the queries unanswered of which `hangs` says so, by how many came before. */
const investigate = async (hangs: (text: string, before: number) => boolean) => {
  const asked: string[] = []
  const hanging: DataSource = {
    ...source,
    async ask(query, limits, signal) {
      asked.push(query.text)
      return hangs(query.text, asked.length - 1) ? timedOut : source.ask(query, limits, signal)
    },
  }
  const { finding, failure, problems } = await investigateSource(hanging, question)
  return { cause: finding?.cause, failure, asked: asked.length, late: problems.filter(text => text.includes(':late')) }
}

const question = {
  dataSourceId: asId<DataSourceId>('silent'),
  table: { schema: 'main', name: 'orders' },
  metric: { kind: 'rowCount' },
  day: '2026-06-12',
  timeColumn: 'ordered_at',
  timeZone: 'UTC',
  wholeTable: false,
} as const

test('where no query is answered the case ends after two, and says which', async () => {
  expect(await investigate(() => true)).toMatchObject({
    asked: 2,
    failure:
      'data-source-timed-out: The data source did not answer twice in a row: The metric by hour and day, 60 days back.',
  })
})

test('where it falls silent once the anomaly is known, the same', async () => {
  const found = await investigate((_, before) => before > 0)
  expect([found.asked, found.failure]).toEqual([
    3,
    expect.stringMatching(/^data-source-timed-out: The data source did not answer twice in a row: Values of /),
  ])
})

test('a query that is late once is asked again, and the case concludes', async () => {
  const found = await investigate((_, before) => before === 0 || before === 3)
  expect([found.cause, found.failure, found.late.length]).toEqual(['feedOutage', null, 2])
})

test('a scan that is never answered is asked twice, and the case concludes without it', async () => {
  const texts: string[] = []
  const found = await investigate(text => {
    const hangs = text.includes('GROUP BY 1')
    if (hangs) texts.push(text)
    return hangs
  })
  expect([found.cause, found.failure, texts.length]).toEqual(['feedOutage', null, 2])
})

type Reads = { readonly listTables: number; readonly describe: number }

/** A case on a source whose catalogue leaves so many of its first readings unanswered. */
const withoutCatalogue = async (unanswered: Reads) => {
  const read = { listTables: 0, describe: 0 }
  const hangs = (name: keyof Reads) => (read[name] += 1) <= unanswered[name]
  const hanging: DataSource = {
    ...source,
    listTables: async () => (hangs('listTables') ? timedOut : source.listTables()),
    describe: async names => (hangs('describe') ? timedOut : source.describe(names)),
  }
  const { finding, failure, state } = await investigateSource(hanging, question)
  return { cause: finding?.cause, failure, read, late: state.late }
}

test('a catalogue that does not answer is waited for twice', async () => {
  const silent = 'data-source-timed-out: The data source did not answer twice in a row:'
  expect(await withoutCatalogue({ listTables: Infinity, describe: 0 })).toMatchObject({
    failure: `${silent} The list of its tables.`,
    read: { listTables: 2, describe: 0 },
  })
  expect(await withoutCatalogue({ listTables: 0, describe: Infinity })).toMatchObject({
    failure: `${silent} The columns of its tables.`,
    read: { listTables: 2, describe: 2 },
  })
})

test.each([
  { listTables: 1, describe: 0 },
  { listTables: 1, describe: 1 },
])('a catalogue that is late once is read again, and the case concludes: %j', async unanswered => {
  expect(await withoutCatalogue(unanswered)).toMatchObject({ cause: 'feedOutage', failure: null, late: [] })
})
