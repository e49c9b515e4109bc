import type pg from 'pg'
import type { TableName } from '../../../core/dataset/table.ts'
import type { CostEstimate } from '../../../core/ports/dataSource.ts'
import type { SafeQuery } from '../../../core/ports/queryGuard.ts'
import { sumKnown } from '../shared/sumKnown.ts'

type Scan = { readonly name: string; readonly rows: number; readonly width: number }

const SCAN =
  /(?:Seq|Index|Bitmap Heap|Index Only) Scan (?:using \S+ )?(?:on )?(?:"?\w+"?\.)?"?(\w+)"?.*\(cost=\S+ rows=(\d+) width=(\d+)\)/

/** Redshift explains in lines of text: 'XN Seq Scan on orders  (cost=0.00..10.00 rows=1000 width=8)'. */
export const scansIn = (lines: readonly string[]): readonly Scan[] =>
  lines.flatMap(line => {
    const [, name, rows, width] = SCAN.exec(line) ?? []
    return name === undefined ? [] : [{ name, rows: Number(rows), width: Number(width) }]
  })

const ROWS = 'SELECT tbl_rows::float8 AS rows FROM svv_table_info WHERE schema = $1 AND "table" = $2'

/** By EXPLAIN. A table is stored by column: all its rows are read, but only as wide as what is asked for. */
export const estimateRedshift = async (client: pg.Client, { text, tables }: SafeQuery): Promise<CostEstimate> => {
  const explain: pg.QueryConfig & { readonly queryMode: 'extended' } = {
    text: `EXPLAIN ${text}`,
    queryMode: 'extended',
  }
  const explained = await client.query<{ 'QUERY PLAN': string }>(explain)
  const scans = scansIn(explained.rows.map(row => row['QUERY PLAN']))
  const known = await Promise.all(tables.map(async table => ({ table, rows: await rowsOf(client, table) })))
  const read = scans.map(({ name, rows, width }) => {
    const all = Math.max(rows, known.find(({ table }) => table.name === name)?.rows ?? 0)
    return { rows: all, bytes: all * width }
  })
  return { rows: sumKnown(read.map(({ rows }) => rows)), bytes: sumKnown(read.map(({ bytes }) => bytes)), how: 'plan' }
}

const rowsOf = async (client: pg.Client, { schema, name }: TableName): Promise<number | null> =>
  (await client.query<{ rows: number | null }>(ROWS, [schema, name])).rows[0]?.rows ?? null
