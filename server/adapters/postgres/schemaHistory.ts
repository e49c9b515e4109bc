import type { Pool, PoolClient } from 'pg'
import { tableText, type Table, type TableName } from '../../core/dataset/table.ts'
import type { ReadInParts, SchemaHistory, SchemaPlace, SchemaReading } from '../../core/ports/schemaHistory.ts'
import { formOf } from '../../core/schemaHistory/schemaDifference.ts'
import { pastOf, type SeenForm } from '../../core/schemaHistory/schemaPast.ts'
import { inTransaction } from './inTransaction.ts'

/** Tables that go into one statement. */
const CHUNK = 500

const READ = `jsonb_to_recordset($3::jsonb) AS r (schema text, name text, form jsonb, search text, column_search text, is_view boolean, column_count integer,
  comment text, row_estimate float8, size_bytes float8, changed_at timestamptz)`

const END_CHANGED = `UPDATE table_version v SET seen_until = $4 FROM ${READ}
  WHERE v.tenant_id = $1 AND v.data_source_id = $2 AND v.seen_until IS NULL AND v.schema = r.schema AND v.name = r.name AND v.form <> r.form`

const BEGIN_NEW = `INSERT INTO table_version (tenant_id, data_source_id, seen_from, schema, name, form, search, column_search, is_view, column_count, comment, row_estimate,
    size_bytes, changed_at)
  SELECT $1, $2, $4, r.* FROM ${READ}
  WHERE NOT EXISTS (SELECT FROM table_version v WHERE v.tenant_id = $1 AND v.data_source_id = $2 AND v.seen_until IS NULL AND v.schema = r.schema AND v.name = r.name)
  ON CONFLICT DO NOTHING`

const RENEW_NUMBERS = `UPDATE table_version v SET row_estimate = r.row_estimate, size_bytes = r.size_bytes, changed_at = r.changed_at FROM ${READ}
  WHERE v.tenant_id = $1 AND v.data_source_id = $2 AND v.seen_until IS NULL AND v.schema = r.schema AND v.name = r.name
    AND (v.row_estimate, v.size_bytes, v.changed_at) IS DISTINCT FROM (r.row_estimate, r.size_bytes, r.changed_at)`

const END_GONE = `UPDATE table_version v SET seen_until = $5 WHERE v.tenant_id = $1 AND v.data_source_id = $2 AND v.seen_until IS NULL
  AND NOT EXISTS (SELECT FROM unnest($3::text[], $4::text[]) AS r (schema, name) WHERE r.schema = v.schema AND r.name = v.name)`

const ADD_READING = `INSERT INTO schema_reading (tenant_id, data_source_id, read_at, tables, changes, problem) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`

/** A table that changed and then changed back leaves the time of its first look as it was. */
const SEEN = `SELECT schema, name, form, seen_from AS "from", seen_until AS "until" FROM table_version
  WHERE tenant_id = $1 AND data_source_id = $2 AND (seen_until IS NULL OR seen_until > $5)
    AND (schema, name) IN (SELECT * FROM unnest($3::text[], $4::text[])) ORDER BY seen_from`

const READINGS = `SELECT read_at AS at FROM schema_reading WHERE tenant_id = $1 AND data_source_id = $2 AND problem IS NULL ORDER BY read_at`

const DUE = `SELECT d.tenant_id AS "tenantId", d.id AS "dataSourceId" FROM data_source d
  WHERE d.removed_at IS NULL AND d.active AND NOT d.draft
    AND NOT EXISTS (SELECT FROM schema_reading r WHERE r.tenant_id = d.tenant_id AND r.data_source_id = d.id AND r.problem IS NULL AND r.read_at > $1)
    AND NOT EXISTS (SELECT FROM schema_reading r WHERE r.tenant_id = d.tenant_id AND r.data_source_id = d.id AND r.read_at > $2)
  ORDER BY d.created_at, d.id LIMIT $3`

/** Forms of tables in our own database; every statement names the tenant. */
export const createSchemaHistory = (pool: Pool): SchemaHistory => ({
  record: (place, reading) => inTransaction(pool, client => record(client, place, reading)),
  complete: (place, reading) => inTransaction(pool, client => complete(client, place, reading)),
  async recordFailure({ tenantId, dataSourceId }, at, problem) {
    await pool.query(ADD_READING, [tenantId, dataSourceId, at, 0, 0, problem])
  },
  async past({ tenantId, dataSourceId }, { tables, since }) {
    const seen = await pool.query<SeenRow>(SEEN, [tenantId, dataSourceId, ...namesOf(tables), since])
    const readings = await pool.query<{ at: Date }>(READINGS, [tenantId, dataSourceId])
    return pastOf(
      seen.rows.map(({ schema, name, ...form }): SeenForm => ({ ...form, name: { schema, name } })),
      { readings: readings.rows.map(({ at }) => at), since },
    )
  },
  async due({ readBefore, triedBefore, limit }) {
    return (await pool.query<SchemaPlace>(DUE, [readBefore, triedBefore, limit])).rows
  },
  async forget(before) {
    const { rowCount } = await pool.query('DELETE FROM table_version WHERE seen_until < $1', [before])
    await pool.query('DELETE FROM schema_reading WHERE read_at < $1', [before])
    return rowCount ?? 0
  },
})

type SeenRow = Omit<SeenForm, 'name'> & TableName

const namesOf = (tables: readonly TableName[]) => [tables.map(({ schema }) => schema), tables.map(({ name }) => name)]

/** Recordings of one data source follow each other, whichever process made them. */
const lock = async (client: PoolClient, { dataSourceId }: SchemaPlace) => {
  await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`schema of ${dataSourceId}`])
}

const record = async (client: PoolClient, of: SchemaPlace, { at, tables, isWhole }: SchemaReading): Promise<number> => {
  const place = [of.tenantId, of.dataSourceId]
  await lock(client, of)
  let changes = 0
  for (let start = 0; start < tables.length; start += CHUNK) {
    const rows = JSON.stringify(tables.slice(start, start + CHUNK).map(rowOf))
    await client.query(END_CHANGED, [...place, rows, at])
    changes += (await client.query(BEGIN_NEW, [...place, rows, at])).rowCount ?? 0
    await client.query(RENEW_NUMBERS, [...place, rows])
  }
  return isWhole ? complete(client, of, { at, names: tables.map(({ name }) => name), changes }) : changes
}

const complete = async (client: PoolClient, of: SchemaPlace, { at, names, changes }: ReadInParts): Promise<number> => {
  const place = [of.tenantId, of.dataSourceId]
  await lock(client, of)
  const all = changes + ((await client.query(END_GONE, [...place, ...namesOf(names), at])).rowCount ?? 0)
  await client.query(ADD_READING, [...place, at, names.length, all, null])
  return all
}

const rowOf = (table: Table) => ({
  ...table.name,
  form: formOf(table),
  search: tableText(table.name).toLowerCase(),
  column_search: table.columns.map(({ name }) => name.toLowerCase()).join(' '),
  is_view: table.isView,
  column_count: table.columns.length,
  comment: table.comment ?? null,
  row_estimate: table.rowEstimate,
  size_bytes: table.sizeBytes ?? null,
  changed_at: table.changedAt ?? null,
})
