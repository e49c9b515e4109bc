import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import { endsOf, lineageSources, uniqueEdges, type LineageEdge } from '../../core/dataset/lineage.ts'
import { tableText, type TableName } from '../../core/dataset/table.ts'
import type { Lineage, LineagePlace, LineageQuestion } from '../../core/ports/lineage.ts'

const rowShape = z.object({
  source: z.enum(lineageSources),
  from_schema: z.string(),
  from_table: z.string(),
  to_schema: z.string(),
  to_table: z.string(),
  columns: z.array(z.object({ from: z.string(), to: z.string() })),
})

const INSERT = `
  INSERT INTO lineage_edge (tenant_id, data_source_id, source, from_schema, from_table, to_schema, to_table, columns, seen_at)
  SELECT $1, $2, e.source, e."fromSchema", e."fromTable", e."toSchema", e."toTable", e.columns, now()
  FROM jsonb_to_recordset($3::jsonb) AS e (source TEXT, "fromSchema" TEXT, "fromTable" TEXT, "toSchema" TEXT, "toTable" TEXT, columns JSONB)
  ON CONFLICT (tenant_id, data_source_id, source, from_schema, from_table, to_schema, to_table) DO UPDATE SET columns = EXCLUDED.columns, seen_at = now()`

const near = { upstream: ['to_schema', 'to_table'], downstream: ['from_schema', 'from_table'] } as const

const stepSql = (direction: LineageQuestion['direction']) => `
  SELECT source, from_schema, from_table, to_schema, to_table, columns FROM lineage_edge
  WHERE tenant_id = $1 AND data_source_id = $2 AND (${near[direction].join(', ')}) IN (SELECT * FROM unnest($3::text[], $4::text[]))
    AND ($5::text[] IS NULL OR source = ANY($5)) ORDER BY source, from_schema, from_table, to_schema, to_table LIMIT $6`

/** Lineage in PostgreSQL, one statement for each step away from a table. */
export const createLineage = (pool: Pool): Lineage => ({
  add: (place, _source, edges) => insert(pool, place, edges),
  async replace({ tenantId, dataSourceId }, source, edges) {
    const client = await pool.connect()
    try {
      await client.query('BEGIN')
      // Of two that tell everything at once, the later one waits, and stands.
      await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`lineage ${dataSourceId} ${source}`])
      await client.query('DELETE FROM lineage_edge WHERE tenant_id = $1 AND data_source_id = $2 AND source = $3', [
        tenantId,
        dataSourceId,
        source,
      ])
      await insert(client, { tenantId, dataSourceId }, edges)
      await client.query('COMMIT')
    } catch (error) {
      await client.query('ROLLBACK')
      throw error
    } finally {
      client.release()
    }
  },
  async around(place, { table, direction, depth, most, sources }) {
    const found: LineageEdge[] = []
    const known = new Set([tableText(table)])
    let front: readonly TableName[] = [table]
    for (let distance = 0; distance < depth && front.length > 0 && found.length < most; distance += 1) {
      const { rows } = await pool.query(stepSql(direction), [
        place.tenantId,
        place.dataSourceId,
        front.map(({ schema }) => schema),
        front.map(({ name }) => name),
        sources ?? null,
        most - found.length,
      ])
      const edges = rows.map(edgeOf)
      found.push(...edges)
      front = edges
        .map(edge => endsOf(edge, direction).far)
        .filter(far => !known.has(tableText(far)) && known.add(tableText(far)))
    }
    return found
  },
})

const insert = async (
  client: Pool | PoolClient,
  { tenantId, dataSourceId }: LineagePlace,
  edges: readonly LineageEdge[],
) => {
  if (edges.length === 0) return
  const rows = uniqueEdges(edges).map(({ source, from, to, columns }) => ({
    source,
    fromSchema: from.schema,
    fromTable: from.name,
    toSchema: to.schema,
    toTable: to.name,
    columns,
  }))
  await client.query(INSERT, [tenantId, dataSourceId, JSON.stringify(rows)])
}

const edgeOf = (row: unknown): LineageEdge => {
  const { source, from_schema, from_table, to_schema, to_table, columns } = rowShape.parse(row)
  return { source, from: { schema: from_schema, name: from_table }, to: { schema: to_schema, name: to_table }, columns }
}
