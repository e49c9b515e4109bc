import { z } from 'zod'
import type { CostEstimate } from '../../../core/ports/dataSource.ts'
import type { SafeQuery } from '../../../core/ports/queryGuard.ts'
import { readPlan } from '../shared/readPlan.ts'
import { sumKnown } from '../shared/sumKnown.ts'
import type { OpenMysql } from './openMysql.ts'

/** MariaDB says `rows`, MySQL `rows_examined_per_scan`; each for one look at the table. */
const table = z.looseObject({
  table_name: z.string().optional(),
  access_type: z.string().optional(),
  rows: z.number().optional(),
  rows_examined_per_scan: z.number().optional(),
  filtered: z.coerce.number().optional(),
  using_join_buffer: z.string().optional(),
})

const plan = z.looseObject({ query_block: z.unknown() })

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Rows that a part of the plan reads, each inner table again for each row that comes to it; null where a table does not say. */
export const rowsRead = (part: unknown, times = 1): number | null => {
  if (Array.isArray(part)) return sumKnown(part.map(each => rowsRead(each, times)))
  if (!isRecord(part)) return 0
  return sumKnown(
    Object.entries(part).map(([key, value]) => {
      if (key === 'nested_loop' && Array.isArray(value)) return rowsOfLoop(value, times)
      return key === 'table' ? rowsOfTable(value, times) : rowsRead(value, times)
    }),
  )
}

const rowsOfLoop = (parts: readonly unknown[], times: number): number | null => {
  let reaching = times
  return sumKnown(
    parts.map(part => {
      const buffered = isRecord(part) && isRecord(part['block-nl-join']) ? part['block-nl-join']['table'] : null
      const found = table.safeParse(buffered ?? (isRecord(part) ? part['table'] : part))
      if (!found.success) return rowsRead(part, reaching)
      const read = rowsOfTable(
        found.data,
        buffered !== null || found.data.using_join_buffer !== undefined ? times : reaching,
      )
      reaching *= Math.max(1, ((oneLook(found.data) ?? 1) * (found.data.filtered ?? 100)) / 100)
      return read
    }),
  )
}

const oneLook = ({ rows, rows_examined_per_scan: examined }: z.output<typeof table>) => rows ?? examined ?? null

/** What is derived is read where it is made. */
const rowsOfTable = (value: unknown, times: number): number | null => {
  const found = table.safeParse(value)
  if (!found.success) return null
  const { table_name: name, access_type: access } = found.data
  const below = Object.entries(found.data).map(([key, part]) => (key === 'table_name' ? 0 : rowsRead(part)))
  if (name === undefined || access === undefined || name.startsWith('<')) return sumKnown(below)
  const look = oneLook(found.data)
  return sumKnown([look === null ? null : look * times, ...below])
}

const SIZE =
  'SELECT CAST(table_rows AS CHAR) AS table_rows, CAST(data_length AS CHAR) AS data_length FROM information_schema.tables WHERE table_schema = ? AND table_name = ?'

/** By EXPLAIN, which plans and reads nothing. A row's bytes are those of its tables' usual row. */
export const estimateMysql = async (open: OpenMysql, { text, tables }: SafeQuery): Promise<CostEstimate> => {
  const [row = {}] = await open.rows<Record<string, unknown>>(`EXPLAIN FORMAT=JSON ${text}`)
  const read = readPlan(plan, Object.values(row)[0])
  const rows = read && rowsRead(read)
  const sizes = await Promise.all(
    tables.map(({ schema, name }) =>
      open.rows<{ table_rows: string | null; data_length: string | null }>(SIZE, [schema, name]),
    ),
  )
  const [all, bytes] = (['table_rows', 'data_length'] as const).map(key =>
    sumKnown(sizes.map(([size]) => (size?.[key] == null ? null : Number(size[key])))),
  )
  const perRow = all == null || bytes == null || all === 0 ? null : bytes / all
  return {
    rows: rows === null ? null : Math.round(rows),
    bytes: rows === null || perRow === null ? null : Math.round(rows * perRow),
    how: 'plan',
  }
}
