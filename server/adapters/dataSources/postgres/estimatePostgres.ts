import type pg from 'pg'
import { z } from 'zod'
import type { CostEstimate } from '../../../core/ports/dataSource.ts'
import type { SafeQuery } from '../../../core/ports/queryGuard.ts'
import { readPlan } from '../shared/readPlan.ts'
import { sumKnown } from '../shared/sumKnown.ts'

const node = z.object({
  'Node Type': z.string(),
  'Plan Rows': z.number(),
  Schema: z.string().optional(),
  'Relation Name': z.string().optional(),
  'Parent Relationship': z.string().optional(),
  'Parallel Aware': z.boolean().optional(),
  'Workers Planned': z.number().optional(),
  get Plans() {
    return z.array(node).optional()
  },
})
type PlanNode = z.output<typeof node>

/** A read of one table. `rows` null: all of them, however many pass the filter. */
type Scan = { readonly schema: string; readonly name: string; readonly rows: number | null; readonly times: number }

/** The rows of a part that several workers share are told for one of them. */
type Around = { readonly times: number; readonly workers: number }

/** What the planner would read. An inner side is read again for each row of the outer one, unless it is kept. */
const scansOf = (plan: PlanNode, { times, workers }: Around = { times: 1, workers: 1 }): readonly Scan[] => {
  const {
    'Node Type': type,
    'Relation Name': name,
    Schema: schema,
    'Plan Rows': rows,
    Plans: below = [],
    'Workers Planned': planned = 0,
  } = plan
  const own =
    name === undefined || schema === undefined
      ? []
      : [{ schema, name, rows: type === 'Seq Scan' ? null : rows * (plan['Parallel Aware'] ? workers : 1), times }]
  const outer = below.find(child => child['Parent Relationship'] === 'Outer')
  const isAgain = (child: PlanNode) => type === 'Nested Loop' && child !== outer && child['Node Type'] !== 'Materialize'
  return [
    ...own,
    ...below.flatMap(child =>
      scansOf(child, {
        times: isAgain(child) ? times * Math.max(1, outer?.['Plan Rows'] ?? 1) : times,
        workers: workers + planned,
      }),
    ),
  ]
}

type SizeRow = {
  readonly schema: string
  readonly name: string
  readonly rows: number | null
  readonly bytes: number | null
}

const SIZES = `
  SELECT n.nspname AS schema, c.relname AS name, CASE WHEN c.reltuples >= 0 THEN c.reltuples END::float8 AS rows, pg_relation_size(c.oid)::float8 AS bytes
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE (n.nspname, c.relname) IN (SELECT * FROM unnest($1::text[], $2::text[]))`

/** By EXPLAIN, which plans and reads nothing; what a table has is what its statistics say. */
export const estimatePostgres = async (client: pg.Client, { text }: SafeQuery): Promise<CostEstimate> => {
  // The extended protocol takes one statement and no more.
  const explain: pg.QueryConfig & { readonly queryMode: 'extended' } = {
    text: `EXPLAIN (FORMAT JSON, VERBOSE) ${text}`,
    queryMode: 'extended',
  }
  const explained = await client.query<Record<string, unknown>>(explain)
  const plan = readPlan(z.tuple([z.object({ Plan: node })]), explained.rows[0]?.['QUERY PLAN'])
  if (plan === null) return { rows: null, bytes: null, how: 'plan' }
  const scans = scansOf(plan[0].Plan)
  const sizes = (await client.query<SizeRow>(SIZES, [scans.map(({ schema }) => schema), scans.map(({ name }) => name)]))
    .rows
  const read = scans.map(scan =>
    readBy(
      scan,
      sizes.find(({ schema, name }) => schema === scan.schema && name === scan.name),
    ),
  )
  return { rows: sumKnown(read.map(({ rows }) => rows)), bytes: sumKnown(read.map(({ bytes }) => bytes)), how: 'plan' }
}

/** The part of a table's rows is taken for the part of its bytes. */
const readBy = ({ rows, times }: Scan, size: SizeRow | undefined) => {
  const all = size?.rows ?? null
  const read = rows ?? all
  const share = rows === null || all === null || all === 0 ? 1 : Math.min(1, rows / all)
  return {
    rows: read === null ? null : read * times,
    bytes: size?.bytes == null ? null : Math.round(size.bytes * share * times),
  }
}
