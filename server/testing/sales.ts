import { copyFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metric } from '../core/metric/metric.ts'
import { duckdbFile } from './duckdbFile.ts'
import { investigate } from './investigate.ts'

/** The day that the alerts are about; 49 days lie before it and two after. */
export const day = '2026-05-20'
/** Rows since the onset, and those of the day alone. */
export const since = `sold_at >= '${day}'`
export const today = `${since} AND sold_at < '2026-05-21'`

/** Seven weeks of sales in four currencies, with a rhythm of the week and noise, and a history of the customers. */
const statements = [
  'CREATE MACRO u(i, s) AS (hash(i, s) % 1000003) / 1000003.0',
  `CREATE TABLE sales AS
  WITH days AS (SELECT d::DATE AS day, (900 * ([.7, 1, 1.02, .98, 1, 1.1, .8])[1 + dayofweek(d)] * (.97 + .06 * u(d, 'n')))::INT AS n
    FROM generate_series(TIMESTAMP '2026-04-01', TIMESTAMP '2026-05-22', INTERVAL 1 DAY) t(d)),
  placed AS (SELECT day + to_seconds(((k + u(k + n, day::VARCHAR)) / n * 86399)::INT) AS sold FROM (SELECT day, n, unnest(range(n)) AS k FROM days)),
  numbered AS (SELECT row_number() OVER (ORDER BY sold) AS i, sold FROM placed),
  drawn AS (SELECT i, sold, CASE WHEN u(i, 'c') < .4 THEN 'EUR' WHEN u(i, 'c') < .65 THEN 'GBP' WHEN u(i, 'c') < .85 THEN 'USD' ELSE 'SEK' END AS currency,
    (['web', 'app', 'shop'])[1 + floor(u(i, 'h') * 3)::INT] AS channel, 's' || (1 + floor(u(i, 's') * 12)::INT) AS store,
    1 + floor(u(i, 'q') * u(i, 'q2') * 5)::INT AS quantity, round(exp(2.5 + (u(i, 'p') + u(i, 'p2') + u(i, 'p3') - 1.5)), 2)::DECIMAL(12, 2) AS unit_price FROM numbered)
  SELECT i AS sale_id, sold AS sold_at, currency, channel, store, 1 + floor(u(i, 'k') * 3000)::INT AS customer_no, quantity, unit_price,
    date_trunc('hour', sold) + INTERVAL 1 HOUR + to_seconds(200 + (u(i, 'l') * 100)::INT) + CASE WHEN u(i, 'late') < .02 THEN INTERVAL 3 HOUR ELSE INTERVAL 0 HOUR END AS loaded_at,
    (quantity * unit_price)::DECIMAL(12, 2) AS net, round(quantity * unit_price * .2, 2)::DECIMAL(12, 2) AS tax,
    (quantity * unit_price + round(quantity * unit_price * .2, 2))::DECIMAL(12, 2) AS total, round(exp(3 + (u(i, 'w') + u(i, 'w2') + u(i, 'w3') - 1.5)), 3) AS weight
  FROM drawn ORDER BY sold`,
  `CREATE TABLE customers AS SELECT i AS customer_no, TIMESTAMP '2025-01-01' + to_days(i % 300) AS valid_from,
    CASE WHEN i % 5 = 0 THEN TIMESTAMP '2026-03-01' + to_days(i % 20) END AS valid_to, 'gold' AS tier FROM range(1, 3001) t(i)`,
  `INSERT INTO customers SELECT customer_no, valid_to, NULL, 'silver' FROM customers WHERE valid_to IS NOT NULL`,
  'DROP MACRO u',
]

export type SalesCase = {
  readonly metric: Metric
  readonly happened: readonly string[]
  readonly day?: string
  readonly timeColumn?: string
}
export type Told = {
  readonly conclusion: string | undefined
  readonly cause: string | null | undefined
  readonly segments: unknown
  readonly onset: string | undefined
}

export type Sales = { readonly ask: (sales: SalesCase) => Promise<Told>; readonly remove: () => Promise<void> }

/** The sales in a file of their own; each case is asked of a copy in which something happened. */
export const createSales = async (): Promise<Sales> => {
  const base = await duckdbFile(statements)
  return {
    async ask({ metric, happened, day: asked = day, timeColumn = 'sold_at' }) {
      const path = join(base.folder, 'case.duckdb')
      await rm(path, { force: true })
      await copyFile(base.path, path)
      await base.run(happened, path)
      const question = {
        table: { schema: 'main', name: 'sales' },
        metric,
        day: asked,
        timeColumn,
        timeZone: 'UTC',
        wholeTable: false,
      }
      const { finding, problems } = await investigate({ path, question })
      if (problems.length > 0) throw new Error(problems.join('; '))
      return {
        conclusion: finding?.conclusion,
        cause: finding?.cause,
        segments: finding?.segments,
        onset: finding?.onset?.at.slice(0, 10),
      }
    },
    remove: base.remove,
  }
}

/** What is told where this was found, since the alert's day. */
export const found = (cause: string, ...segments: readonly (readonly [column: string, value: string])[]) => ({
  conclusion: 'causeFound',
  cause,
  segments: segments.map(([column, value]) => [{ column, value }]),
  onset: day,
})

/** The same where it began on another day. */
export const foundSince = (
  onset: string,
  cause: string,
  ...segments: readonly (readonly [column: string, value: string])[]
) => ({ ...found(cause, ...segments), onset })
