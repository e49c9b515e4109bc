import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { duckdb } from '../server/adapters/dataSources/duckdb.ts'
import { createQueryGuard } from '../server/adapters/queryGuard/createQueryGuard.ts'
import { rerunQuery } from '../server/app/rerunQuery.ts'
import { contextOf } from '../server/app/steps/ask.ts'
import { chooseCheck } from '../server/core/finding/drafts/chooseCheck.ts'
import { dayWhere, timeSql } from '../server/core/finding/drafts/draftTests.ts'
import { asCase } from '../server/core/measure/planned.ts'
import { tableSql } from '../server/core/measure/sql.ts'
import type { Metric } from '../server/core/metric/metric.ts'
import type { DataSource } from '../server/core/ports/dataSource.ts'
import type { StoredEvent } from '../server/core/ports/investigationStore.ts'
import { addDays } from '../server/core/shared/calendar.ts'
import { asId, type DataSourceId } from '../server/core/shared/ids.ts'
import { ok } from '../server/core/shared/result.ts'
import { asksNobody } from '../server/testing/asksNobody.ts'
import { duckdbFile, type DuckdbFile } from '../server/testing/duckdbFile.ts'
import { investigateSource, stopInvestigating, type Investigated } from '../server/testing/investigate.ts'

// What the report claims, put to the test: each of its numbers read again from the query that it gives for it.

const shop = [
  'CREATE TABLE customers (customer_id VARCHAR PRIMARY KEY, tier VARCHAR NOT NULL)',
  `INSERT INTO customers SELECT lpad(i::VARCHAR, 6, '0'), CASE WHEN i % 3 = 0 THEN 'gold' ELSE 'plain' END FROM range(1, 901) AS t(i)`,
  `CREATE TABLE orders (order_id BIGINT, ordered_at TIMESTAMP, country VARCHAR, channel VARCHAR, app_version VARCHAR, customer_id VARCHAR, user_id BIGINT,
    amount DOUBLE, status VARCHAR, email VARCHAR, phone VARCHAR, buyer VARCHAR)`,
  `INSERT INTO orders SELECT i, TIMESTAMP '2026-05-01' + (i // 300) * INTERVAL 1 DAY + (i % 300) * INTERVAL 280 SECOND,
    ['DE', 'FR', 'GB', 'ES'][1 + (i * 7919 % 11) % 4], ['web', 'app', 'store'][1 + (i * 104729 % 7) % 3], '7.1', lpad((1 + i * 31 % 900)::VARCHAR, 6, '0'),
    CASE WHEN i % 97 = 0 THEN NULL ELSE i END, 20 + (i * 37 % 60), ['paid', 'paid', 'open'][1 + i % 3], 'buyer' || i || '@example.com',
    '+49 170 ' || (1000000 + i), 'Ada L' || translate(i::VARCHAR, '0123456789', 'aeioulmnrs') FROM range(0, 300 * 45) AS t(i)`,
  `UPDATE orders SET app_version = '7.2' WHERE channel = 'app' AND ordered_at >= '2026-06-12 08:00'`,
  `UPDATE orders SET user_id = NULL WHERE app_version = '7.2' AND order_id % 10 < 8`,
  `UPDATE orders SET amount = amount * 100 WHERE country = 'GB' AND ordered_at >= '2026-06-03' AND ordered_at < '2026-06-04'`,
  `DELETE FROM orders WHERE country = 'FR' AND ordered_at >= '2026-06-05' AND ordered_at < '2026-06-06'`,
  `INSERT INTO orders SELECT * FROM orders WHERE ordered_at >= '2026-06-08' AND ordered_at < '2026-06-09'`,
  // Made before the last two days went wrong, so those are wrong in `orders` alone.
  'CREATE TABLE raw_orders AS SELECT order_id, ordered_at, country, channel, customer_id, user_id, amount, status FROM orders',
  `UPDATE orders SET status = 'settled' WHERE status = 'paid' AND order_id % 2 = 0 AND ordered_at >= '2026-06-10' AND ordered_at < '2026-06-11'`,
]

let file: DuckdbFile
let source: DataSource
const guard = createQueryGuard()

beforeAll(async () => {
  file = await duckdbFile(shop)
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
  await Promise.all([guard.close(), stopInvestigating(), file.remove()])
})

const known = new Map<string, Promise<Investigated>>()

/** Each question is investigated once; the tests look at different sides of its report. */
const ask = (metric: Metric, day: string) => {
  const key = JSON.stringify([metric, day])
  const made =
    known.get(key) ??
    investigateSource(source, {
      dataSourceId: asId<DataSourceId>(randomUUID()),
      table: { schema: 'main', name: 'orders' },
      metric,
      day,
      timeColumn: 'ordered_at',
      timeZone: 'UTC',
      wholeTable: false,
    })
  known.set(key, made)
  return made
}

const again = ({ store, ref }: Investigated, name: string) =>
  rerunQuery({ store, guard, dataSources: { open: async () => ok(source) }, ...asksNobody })(ref, name)

const namesOf = ({ queries, finding }: Investigated) => [
  ...queries.map(({ id }) => id),
  ...(finding?.proofs ?? []).map(({ id }) => `proof:${id}`),
]

const asked: readonly (readonly [Metric, string])[] = [
  [{ kind: 'nullRate', column: 'user_id' }, '2026-06-12'],
  [{ kind: 'average', column: 'amount' }, '2026-06-03'],
  [{ kind: 'maximum', column: 'amount' }, '2026-06-03'],
  [{ kind: 'sum', column: 'amount' }, '2026-06-05'],
  [{ kind: 'rowCount' }, '2026-06-05'],
  [{ kind: 'rowCount' }, '2026-06-08'],
  [{ kind: 'duplicateRate', columns: ['order_id'] }, '2026-06-08'],
  [{ kind: 'distinctCount', column: 'status' }, '2026-06-10'],
  [{ kind: 'share', where: { column: 'status', operator: '=', value: 'paid' } }, '2026-06-10'],
  [{ kind: 'freshness' }, '2026-06-09'],
  [{ kind: 'minimum', column: 'amount' }, '2026-06-09'],
]

test.each(asked)('every number of the report is read again from its query: %j on %s', async (metric, day) => {
  const made = await ask(metric, day)
  expect({ failure: made.failure, problems: made.problems }).toEqual({ failure: null, problems: [] })
  expect(made.finding?.proofs?.map(({ id }) => id)).toEqual(expect.arrayContaining(['observed', 'baseline']))
  for (const name of namesOf(made)) {
    const rerun = await again(made, name)
    expect({ name, ...rerun }).toMatchObject({ name, ok: true, value: { agrees: true } })
    expect(rerun.ok ? rerun.value.compared : 0).toBeGreaterThan(0)
  }
})

test('a number that is no longer so is told', async () => {
  const made = await ask({ kind: 'rowCount' }, '2026-06-05')
  const before = await again(made, 'proof:observed')
  expect(before).toMatchObject({ ok: true, value: { agrees: true, compared: 1 } })
  const claimed = (stored: StoredEvent): StoredEvent => {
    if (stored.event.type !== 'FindingReached') return stored
    const { finding } = stored.event.data
    const proofs = (finding.proofs ?? []).map(proof => ({
      ...proof,
      numbers: [{ name: 'observed', value: 1, unit: 'count' as const }],
    }))
    return { ...stored, event: { type: 'FindingReached', data: { finding: { ...finding, proofs } } } }
  }
  const store = { ...made.store, load: async () => (await made.store.load(made.ref)).map(claimed) }
  expect(await again({ ...made, store }, 'proof:observed')).toMatchObject({
    ok: true,
    value: { agrees: false, numbers: [{ name: 'observed', value: 1, agrees: false }] },
  })
})

test('only queries of the case can be run again', async () => {
  const made = await ask({ kind: 'rowCount' }, '2026-06-05')
  expect(await again(made, 'SELECT 1')).toEqual({ ok: false, problem: { code: 'not-found' } })
  expect(await again(made, 'proof:nothing')).toEqual({ ok: false, problem: { code: 'not-found' } })
})

test.each(asked.slice(0, 8))(
  'at least three other explanations are told with what they predicted and what was seen: %j on %s',
  async (metric, day) => {
    const { finding, queries } = await ask(metric, day)
    const told = (finding?.alternatives ?? []).filter(({ verdict }) => verdict !== 'notCheckable')
    expect(told.length).toBeGreaterThanOrEqual(3)
    const ids = queries.map(({ id }) => id)
    expect(
      told.filter(
        ({ observed, queries: own }) => observed === null || own.length === 0 || own.some(id => !ids.includes(id)),
      ),
    ).toEqual([])
    expect(told.filter(({ id }) => id === finding?.cause)).toEqual([])
  },
)

test('the headline is the least of the confidences that the conclusion needs', async () => {
  const { finding } = await ask({ kind: 'nullRate', column: 'user_id' }, '2026-06-12')
  const parts = Object.values(finding?.confidences ?? {}).map(({ value }) => value)
  expect(finding?.conclusion).toBe('causeFound')
  expect(finding?.confidence.value).toBe(Math.min(...parts))
})

const rowsOf = ({ answers }: Investigated, id: string) => {
  const answer = answers.find(({ queryId }) => queryId === id)?.answer
  return (answer?.rows ?? []).map(row =>
    Object.fromEntries(row.map((cell, place) => [answer?.columns[place]?.name ?? '', cell])),
  )
}

test('twenty affected rows stand beside twenty of the day before, with no address, phone or name in them', async () => {
  const made = await ask({ kind: 'nullRate', column: 'user_id' }, '2026-06-12')
  const [bad, good] = [rowsOf(made, 'badRows'), rowsOf(made, 'goodRows')]
  expect([bad.length, good.length, made.finding?.samples]).toEqual([
    20,
    20,
    { bad: 'badRows', good: 'goodRows', same: false, masked: ['email', 'phone', 'buyer'] },
  ])
  expect(bad.filter(row => row['app_version'] !== '7.2' || row['user_id'] !== null)).toEqual([])
  expect(good.filter(row => row['user_id'] === null)).toEqual([])
  const text = JSON.stringify(made.answers.filter(({ queryId }) => queryId.endsWith('Rows')))
  expect(text).toContain('email_1')
  expect(text).not.toMatch(/@example|\+49|Ada L/)
})

const run = async (sql: string, { state }: Investigated) => {
  const checked = await guard.check(sql, {
    dialect: 'duckdb',
    context: contextOf(state.focus ?? never()),
    origin: 'planner',
  })
  if (!checked.ok) throw new Error(`${checked.problem.message}: ${sql}`)
  const answered = await source.ask(checked.value, { maxRows: 1000, maxBytes: 1_000_000, timeoutMs: 10_000 })
  if (!answered.ok) throw new Error(`${answered.problem.message}: ${sql}`)
  return answered.value.rows.length
}

const never = (): never => {
  throw new Error('The case has a focus')
}

test.each(asked.slice(0, 8))(
  'the check drafted fails on the day and passes on a normal one: %j on %s',
  async (metric, day) => {
    const made = await ask(metric, day)
    const state = asCase(made.state) ?? never()
    const check = chooseCheck(state, made.finding?.cause ?? null, source.dialect) ?? never()
    const failing = (on: string) =>
      check.failing({
        table: tableSql,
        where: dayWhere(state, source.dialect, [on, addDays(on, 1)]),
        end: timeSql('timestamp', addDays(on, 1)),
      })
    expect(await run(failing(day), made)).toBeGreaterThan(0)
    expect(await run(failing(state.anomaly.baselineDays[0] ?? ''), made)).toBe(0)
  },
)

test.each(asked.slice(0, 8))(
  'the check is drafted for three tools, each in its own format: %j on %s',
  async (metric, day) => {
    const drafts = (await ask(metric, day)).finding?.draftTests ?? []
    expect(drafts.map(({ tool }) => tool)).toEqual(['dbt', 'greatExpectations', 'soda'])
    const [dbt, expectations, soda] = drafts.map(({ text }) => text)
    expect(dbt).toMatch(/^(version: 2\n|-- )/)
    expect(JSON.parse(expectations ?? '')).toMatchObject({
      expectations: [{ type: expect.stringMatching(/^(expect_|unexpected_rows)/), kwargs: {} }],
    })
    expect(soda).toMatch(/^checks for orders/m)
  },
)

test('a repair is a SELECT that runs, and only where the fault leaves no doubt', async () => {
  const repairs = await Promise.all(
    asked.slice(0, 8).map(async ([metric, day]) => {
      const made = await ask(metric, day)
      const repair = made.finding?.repair ?? null
      return [made.finding?.cause, repair && (await run(repair.sql, made)) > 0] as const
    }),
  )
  expect(Object.fromEntries(repairs)).toEqual({
    nullFromRelease: null,
    unitChange: true,
    feedOutage: null,
    duplicatedLoad: true,
    valueRecoded: true,
  })
})

test('the verdict moves to the table upstream where that moved as well, and stays where it did not', async () => {
  const inherited = await ask({ kind: 'rowCount' }, '2026-06-05')
  expect([inherited.finding?.origin, inherited.finding?.upstream?.map(({ state }) => state)]).toEqual([
    { schema: 'main', name: 'raw_orders' },
    ['moved'],
  ])
  const local = await ask({ kind: 'share', where: { column: 'status', operator: '=', value: 'paid' } }, '2026-06-10')
  expect([local.finding?.origin, local.finding?.upstream?.map(({ state }) => state)]).toEqual([
    { schema: 'main', name: 'orders' },
    ['notMoved'],
  ])
  expect(local.finding?.alternatives?.find(({ id }) => id === 'upstream')).toMatchObject({
    title: 'Inherited from raw_orders',
    verdict: 'refuted',
  })
})

test('copies stand beside each other, and missing rows are not shown', async () => {
  const copied = await ask({ kind: 'duplicateRate', columns: ['order_id'] }, '2026-06-08')
  const ids = rowsOf(copied, 'badRows').map(row => row['order_id'])
  expect(ids.filter((_, index) => index % 2 === 0)).toEqual(ids.filter((_, index) => index % 2 === 1))
  const missing = await ask({ kind: 'rowCount' }, '2026-06-05')
  expect([missing.finding?.samples?.bad, missing.finding?.impact?.basis]).toEqual([null, 'missing'])
})
