import { z } from 'zod'
import type { CostEstimate } from '../../../core/ports/dataSource.ts'
import type { SafeQuery } from '../../../core/ports/queryGuard.ts'
import { readPlan } from '../shared/readPlan.ts'
import { sumKnown } from '../shared/sumKnown.ts'
import { runTrino, type TrinoLink } from './trinoStatement.ts'

/** Numbers that Trino does not know are the text 'NaN'. */
const known = z
  .unknown()
  .transform(value => (typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : null))

const plan = z.object({
  inputTableColumnInfos: z.array(z.object({ estimate: z.object({ outputRowCount: known, outputSizeInBytes: known }) })),
})

/** By EXPLAIN (TYPE IO): what is read of each table, as far as its connector keeps statistics. A table that is read twice is told once. */
export const estimateTrino = async (link: TrinoLink, { text }: SafeQuery): Promise<CostEstimate> => {
  const { rows } = await runTrino(link, `EXPLAIN (TYPE IO, FORMAT JSON) ${text}`)
  const found = readPlan(plan, rows[0]?.[0])
  if (found === null) return { rows: null, bytes: null, how: 'plan' }
  const read = found.inputTableColumnInfos.map(({ estimate }) => estimate)
  return {
    rows: sumKnown(read.map(({ outputRowCount }) => outputRowCount)),
    bytes: sumKnown(read.map(({ outputSizeInBytes }) => outputSizeInBytes)),
    how: 'plan',
  }
}
