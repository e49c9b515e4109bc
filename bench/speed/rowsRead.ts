import { DuckDBInstance } from '@duckdb/node-api'
import { z } from 'zod'

/** Only the counts of rows are asked of the profiler. */
const settings = JSON.stringify({ OPERATOR_TYPE: 'true', OPERATOR_ROWS_SCANNED: 'true' })
type Operator = {
  readonly operator_type?: string | undefined
  readonly operator_rows_scanned?: number | undefined
  readonly children: readonly Operator[]
}
const operator: z.ZodType<Operator> = z.lazy(() =>
  z.object({
    operator_type: z.string().optional(),
    operator_rows_scanned: z.number().optional(),
    children: z.array(operator).default([]),
  }),
)

const rowsOf = ({ operator_rows_scanned: rows, children }: Operator): number =>
  children.reduce((sum, child) => sum + rowsOf(child), rows ?? 0)

/** How many rows of its tables DuckDB itself says it read for each query: what row groups' statistics and a LIMIT spare is not counted. */
export const rowsRead = async (path: string, sqls: readonly string[]): Promise<readonly number[]> => {
  const instance = await DuckDBInstance.create(path, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  await connection.run(`PRAGMA custom_profiling_settings='${settings}'`)
  const counts: number[] = []
  for (const sql of sqls) {
    const reader = await connection.runAndReadAll(`EXPLAIN (ANALYZE, FORMAT JSON) ${sql}`)
    const text = String(reader.getRows()[0]?.[1] ?? '')
    counts.push(rowsOf(operator.parse(JSON.parse(text))))
  }
  connection.closeSync()
  instance.closeSync()
  return counts
}
