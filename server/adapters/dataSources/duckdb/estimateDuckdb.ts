import { z } from 'zod'
import type { TableName } from '../../../core/dataset/table.ts'
import type { CostEstimate } from '../../../core/ports/dataSource.ts'
import { readPlan } from '../shared/readPlan.ts'
import { sumKnown } from '../shared/sumKnown.ts'
import type { ReadRows } from './describeDuckdb.ts'
import type { OpenDatabase } from './openDatabase.ts'

const node = z.object({
  name: z.string(),
  extra_info: z.looseObject({ Table: z.string().optional(), 'Estimated Cardinality': z.coerce.number().optional() }),
  get children() {
    return z.array(node)
  },
})
type PlanNode = z.output<typeof node>

const nodesOf = (plan: PlanNode): readonly PlanNode[] => [plan, ...plan.children.flatMap(nodesOf)]

const ROWS =
  'SELECT schema_name, table_name, estimated_size FROM duckdb_tables() WHERE database_name = current_database()'

type Known = { readonly read: ReadRows; readonly folder: OpenDatabase['folder'] }

/** By EXPLAIN, which plans and reads nothing. DuckDB does not say how wide the columns of a database file are; tables of a folder are read from whole files. */
export const estimateDuckdb = async (
  plan: string,
  tables: readonly TableName[],
  { read, folder }: Known,
): Promise<CostEstimate> => {
  const nodes = (readPlan(z.array(node), plan) ?? []).flatMap(nodesOf)
  if (nodes.length === 0) return { rows: null, bytes: null, how: 'plan' }
  if (folder !== null)
    return ofFolder(
      nodes,
      tables.map(({ name }) => folder.get(name) ?? { rows: null, bytes: null }),
    )
  const all = new Map(
    (await read(ROWS)).map(([schema, name, rows]) => [`${String(schema)}.${String(name)}`, Number(rows)]),
  )
  const scans = nodes.flatMap(({ extra_info: { Table: table, ...info } }) =>
    table === undefined ? [] : [all.get(table.slice(table.indexOf('.') + 1)) ?? info['Estimated Cardinality'] ?? null],
  )
  return { rows: sumKnown(scans), bytes: null, how: 'plan' }
}

/** The plan does not name the files, and takes a fifth of them for what passes a filter: rather what the tables hold, where their files say. */
const ofFolder = (
  nodes: readonly PlanNode[],
  tables: readonly { readonly rows: number | null; readonly bytes: number | null }[],
): CostEstimate => {
  const planned = sumKnown(
    nodes
      .filter(({ name }) => name.startsWith('READ_'))
      .map(({ extra_info: info }) => info['Estimated Cardinality'] ?? null),
  )
  const held = sumKnown(tables.map(({ rows }) => rows))
  return {
    rows: planned === null || held === null ? (held ?? planned) : Math.max(planned, held),
    bytes: sumKnown(tables.map(({ bytes }) => bytes)),
    how: 'plan',
  }
}
