import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Metric } from '../core/metric/metric.ts'
import { stopInvestigating } from '../testing/investigate.ts'
import { createSales, day, found, foundSince, since, today, type Sales } from '../testing/sales.ts'

// Faults of rows and times, each in real tables, asked through the whole engine; and beside each what it is mistaken for.

let sales: Sales
beforeAll(async () => {
  sales = await createSales()
})
afterAll(async () => {
  await sales.remove()
  await stopInvestigating()
})

const rowCount: Metric = { kind: 'rowCount' }
const duplicates: Metric = { kind: 'duplicateRate', columns: ['sale_id'] }
const ask = (metric: Metric, ...happened: readonly string[]) => sales.ask({ metric, happened })
const some = (share: number) => `hash(sale_id, 'some') % 100 < ${share}`
const remove = (where: string) => `DELETE FROM sales WHERE ${where}`
const beyond = (rows: number) =>
  `${since} AND sale_id IN (SELECT sale_id FROM sales QUALIFY row_number() OVER (PARTITION BY sold_at::DATE ORDER BY sale_id) > ${rows})`
const movedBy = (days: number, from: string, share: number) => `UPDATE sales SET sold_at = sold_at + to_days(${days})
  WHERE sold_at >= '${from}' AND sold_at < TIMESTAMP '${from}' + to_days(1) AND ${some(share)}`
const again = (
  where: string,
) => `INSERT INTO sales SELECT * REPLACE (TIMESTAMP '2026-05-22 04:00' + to_seconds((hash(sale_id) % 3000)::INT) AS loaded_at, (total * 1.1)::DECIMAL(12, 2) AS total)
  FROM sales WHERE sold_at >= '2026-05-11' AND sold_at < '2026-05-14' AND ${where}`

describe('a frozen copy', () => {
  test('since the afternoon', async () => {
    expect(await ask(rowCount, remove(`loaded_at > '${day} 14:20'`))).toEqual(found('staleReplica'))
  })
  test('since the day before, seen in its age', async () => {
    expect(await ask({ kind: 'freshness' }, remove(`loaded_at > '2026-05-19 09:00'`))).toEqual(
      foundSince('2026-05-19', 'staleReplica'),
    )
  })
  test('is no load still under way, whose last hours thin out', async () => {
    const arrived = `sold_at + to_seconds((-ln((hash(sale_id, 'x') % 100000 + 1) / 100001.0) * 2400)::INT)`
    expect(await ask(rowCount, remove(`${arrived} > TIMESTAMP '${day} 15:00'`))).toEqual(found('partialLoad'))
  })
  test('is no gap that rows follow', async () => {
    expect(await ask(rowCount, remove(`sold_at >= '${day} 13:00' AND sold_at < '${day} 18:00'`))).toEqual(
      found('missingSlice'),
    )
  })
})

describe('a row limit', () => {
  test('of five hundred a day', async () => {
    expect(await ask(rowCount, remove(beyond(500)))).toEqual(found('rowCap'))
  })
  test('or a sample of a half', async () => {
    expect(await ask(rowCount, remove(`${since} AND ${some(50)}`))).toEqual(found('rowCap'))
  })
  test('or of a tenth, seen in a sum', async () => {
    expect(await ask({ kind: 'sum', column: 'total' }, remove(`${since} AND ${some(90)}`))).toEqual(found('rowCap'))
  })
  test('is not claimed where the missing rows were never made', async () => {
    const renumbered =
      'UPDATE sales SET sale_id = r FROM (SELECT sale_id AS s, row_number() OVER (ORDER BY sold_at, sale_id) AS r FROM sales) WHERE s = sale_id'
    expect(await ask(rowCount, remove(`${since} AND ${some(40)}`), renumbered)).toMatchObject({
      conclusion: 'externalCause',
    })
  })
  test('is no feed that stopped', async () => {
    expect(await ask(rowCount, remove(`${since} AND channel = 'app'`))).toEqual(found('feedOutage', ['channel', 'app']))
  })
})

describe('rows on the wrong day', () => {
  test('that came three days late', async () => {
    expect(await ask(rowCount, movedBy(3, '2026-05-17', 40))).toEqual(found('redatedEvents'))
  })
  test('whose load was dated anew with them', async () => {
    const both = movedBy(3, '2026-05-17', 60).replace('SET sold_at', 'SET loaded_at = loaded_at + to_days(3), sold_at')
    expect(await ask(rowCount, both)).toEqual(found('redatedEvents'))
  })
  test('a few of three days, which nothing but their running number tells', async () => {
    const came = `TIMESTAMP '${day} 09:00' + to_seconds((hash(sale_id, 'came') % 3000)::INT)`
    const some = `sold_at >= '2026-05-17' AND sold_at < '${day}' AND hash(sale_id, 'few') % 100 < 12`
    expect(
      await ask(rowCount, `UPDATE sales SET sold_at = ${came}, loaded_at = ${came} + INTERVAL 5 MINUTE WHERE ${some}`),
    ).toEqual(found('redatedEvents'))
  })
  test('seen on the day that lacks them', async () => {
    expect(await sales.ask({ metric: rowCount, happened: [movedBy(2, '2026-05-18', 40)], day: '2026-05-18' })).toEqual(
      foundSince('2026-05-18', 'redatedEvents'),
    )
  })
})

describe('past days delivered again', () => {
  test('in part, with other values', async () => {
    expect(await sales.ask({ metric: rowCount, happened: [again(some(40))], day: '2026-05-11' })).toEqual(
      foundSince('2026-05-11', 'restatement'),
    )
  })
  test('in one channel', async () => {
    expect(
      await sales.ask({
        metric: { kind: 'sum', column: 'total' },
        happened: [again(`channel = 'app' AND ${some(80)}`)],
        day: '2026-05-11',
      }),
    ).toEqual(foundSince('2026-05-11', 'restatement', ['channel', 'app']))
  })
  test('seen on the day of the delivery', async () => {
    expect(
      await sales.ask({ metric: rowCount, happened: [again(some(40))], day: '2026-05-22', timeColumn: 'loaded_at' }),
    ).toEqual(foundSince('2026-05-22', 'restatement'))
  })
  test('are no batch loaded twice on its day', async () => {
    const twice = `INSERT INTO sales SELECT * REPLACE (sale_id + 9000000 AS sale_id, loaded_at + INTERVAL 3 HOUR AS loaded_at) FROM sales WHERE ${today}`
    expect(await ask(rowCount, twice)).toEqual(found('duplicatedLoad'))
  })
})

describe('a gap between versions', () => {
  const tierNulls: Metric = { kind: 'nullRate', column: 'tier' }
  const lookedUp = [
    'ALTER TABLE sales ADD COLUMN tier VARCHAR',
    `UPDATE sales SET tier = (['gold', 'silver'])[1 + customer_no % 2]`,
  ]
  const missed = `UPDATE sales SET tier = NULL WHERE ${since} AND customer_no % 6 = 0`
  test('leaves rows without what is looked up', async () => {
    const closed = `UPDATE customers SET valid_to = '${day}' WHERE valid_to IS NULL AND customer_no % 6 = 0`
    expect(await ask(tierNulls, ...lookedUp, missed, closed)).toEqual(found('validityOverlap'))
  })
  test('is not claimed where the history has none', async () => {
    expect(await ask(tierNulls, ...lookedUp, missed)).toMatchObject({ conclusion: 'externalCause' })
  })
})

describe('overlapping versions', () => {
  const reopened = (where: string) =>
    `UPDATE customers SET valid_to = NULL WHERE tier = 'gold' AND valid_to IS NOT NULL AND ${where}`
  const joinedTwice = `INSERT INTO sales SELECT * FROM sales WHERE ${since} AND customer_no IN (SELECT customer_no FROM customers WHERE valid_to IS NULL GROUP BY 1 HAVING count(*) > 1)`
  test('of a tenth of the customers', async () => {
    expect(await ask(duplicates, reopened('customer_no % 10 = 0'), joinedTwice)).toEqual(found('validityOverlap'))
  })
  test('of a fifth, seen in the rows', async () => {
    expect(await ask(rowCount, reopened('customer_no % 5 = 0'), joinedTwice)).toEqual(found('validityOverlap'))
  })
  test('are no customers held twice', async () => {
    const twice = [
      'INSERT INTO customers SELECT * FROM customers WHERE customer_no % 5 = 1',
      `INSERT INTO sales SELECT * FROM sales WHERE ${since} AND customer_no % 5 = 1`,
    ]
    expect(await ask(duplicates, ...twice)).toEqual(found('joinFanOut'))
  })
  test('are no rows delivered twice here and there', async () => {
    expect(await ask(duplicates, `INSERT INTO sales SELECT * FROM sales WHERE ${since} AND ${some(20)}`)).toEqual(
      found('scatteredDuplicates'),
    )
  })
})

test('nothing is claimed where nothing happened', async () => {
  for (const metric of [rowCount, duplicates, { kind: 'freshness' } as const])
    expect(await ask(metric)).toMatchObject({ conclusion: 'noAnomaly', cause: null })
})
