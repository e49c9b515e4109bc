import { z } from 'zod'
import type { CostEstimate } from '../../../core/ports/dataSource.ts'
import type { SafeQuery } from '../../../core/ports/queryGuard.ts'
import { readPlan } from '../shared/readPlan.ts'
import { sumKnown } from '../shared/sumKnown.ts'
import type { OpenSnowflake } from './openSnowflake.ts'

const plan = z.object({
  GlobalStats: z.object({ partitionsTotal: z.number(), partitionsAssigned: z.number(), bytesAssigned: z.number() }),
})

const SIZE =
  'SELECT row_count AS "rows", bytes AS "bytes" FROM information_schema.tables WHERE table_schema = ? AND table_name = ?'

/** By EXPLAIN, which compiles and wakes no warehouse: the bytes of the partitions that are left after pruning, and their part of the rows. Else by the tables' size. */
export const estimateSnowflake = async (open: OpenSnowflake, { text, tables }: SafeQuery): Promise<CostEstimate> => {
  const [row = {}] = await open.rows<Record<string, unknown>>(`EXPLAIN USING JSON ${text}`)
  const sizes = await Promise.all(
    tables.map(({ schema, name }) => open.rows<{ rows: string | null; bytes: string | null }>(SIZE, [schema, name])),
  )
  const [rows = null, bytes = null] = (['rows', 'bytes'] as const).map(key =>
    sumKnown(sizes.map(([size]) => (size?.[key] == null ? null : Number(size[key])))),
  )
  const read = readPlan(plan, Object.values(row)[0])
  if (read === null) return { rows, bytes, how: 'tableSize' }
  const { partitionsTotal, partitionsAssigned, bytesAssigned } = read.GlobalStats
  return {
    rows: rows === null ? null : Math.round(rows * (partitionsTotal === 0 ? 1 : partitionsAssigned / partitionsTotal)),
    bytes: bytesAssigned,
    how: 'plan',
  }
}
