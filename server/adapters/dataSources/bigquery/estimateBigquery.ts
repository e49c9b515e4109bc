import type { CostEstimate, DataSourceProblem } from '../../../core/ports/dataSource.ts'
import type { SafeQuery } from '../../../core/ports/queryGuard.ts'
import { ok, type Result } from '../../../core/shared/result.ts'
import { sumKnown } from '../shared/sumKnown.ts'
import { previewQuery, type Bounds } from './askBigquery.ts'
import type { OpenBigquery } from './openBigquery.ts'
import { patiently } from './patiently.ts'

/** By a dry run, which tells the very bytes that would be billed; the rows are those of the tables. */
export const estimateBigquery = async (
  open: OpenBigquery,
  query: SafeQuery,
  bounds: Bounds,
): Promise<Result<CostEstimate, DataSourceProblem>> => {
  const seen = await previewQuery(open, query, bounds)
  if (!seen.ok) return seen
  const rows = await Promise.all(
    query.tables.map(({ schema, name }) =>
      patiently(bounds.signal, async () => {
        const [{ numRows, type }] = (await open.client.dataset(schema).table(name).getMetadata()) as [
          { readonly numRows?: string; readonly type?: string },
          unknown,
        ]
        return type === 'TABLE' && numRows !== undefined ? Number(numRows) : null
      }),
    ),
  )
  return ok({ rows: sumKnown(rows), bytes: seen.value.bytes, how: 'dryRun' })
}
