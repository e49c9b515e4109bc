import type pg from 'pg'
import type { Column, ForeignKey, Table, TableName, TableTold } from '../../../core/dataset/table.ts'
import type { TableSummary } from '../../../core/ports/dataSource.ts'
import { nonEmpty, type NonEmpty } from '../../../core/shared/nonEmpty.ts'
import { postgresKind, SORT_OF_TYPE } from './postgresCell.ts'

type TableRow = {
  readonly oid: string
  readonly schema: string
  readonly name: string
  readonly is_view: boolean
  readonly row_estimate: number | null
}
type ColumnRow = {
  readonly table: string
  readonly name: string
  readonly native_type: string
  readonly type: string
  readonly sort: string
  readonly nullable: boolean
  readonly n_distinct: number | null
  readonly comment: string | null
  readonly is_partition: boolean
}
type ToldRow = { readonly oid: string; readonly comment: string | null; readonly size_bytes: number | null }
type KeyRow = {
  readonly table: string
  readonly sort: 'p' | 'f'
  readonly columns: readonly string[]
  readonly schema: string | null
  readonly name: string | null
  readonly others: readonly string[]
}

/** What the login may read, without the system's own. Partitioned tables have the rows of their parts. */
const TABLES = `
  SELECT c.oid::text, n.nspname AS schema, c.relname AS name, c.relkind IN ('v', 'm') AS is_view,
    CASE
      WHEN c.relkind = 'v' THEN NULL
      WHEN c.relkind = 'p' THEN (
        SELECT sum(greatest(part.reltuples, 0)) FROM pg_partition_tree(c.oid) p JOIN pg_class part ON part.oid = p.relid WHERE p.isleaf)
      WHEN c.reltuples >= 0 THEN c.reltuples
    END::float8 AS row_estimate
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND has_schema_privilege(n.oid, 'USAGE') AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT'))`

const IN_ORDER = 'ORDER BY n.nspname COLLATE "C", c.relname COLLATE "C"'

const COLUMNS = `
  SELECT a.attrelid::text AS table, a.attname AS name, format_type(a.atttypid, a.atttypmod) AS native_type,
    t.oid::text AS type, ${SORT_OF_TYPE} AS sort, NOT a.attnotnull AS nullable, s.n_distinct::float8,
    col_description(a.attrelid, a.attnum) AS comment, coalesce(a.attnum = ANY(part.partattrs), FALSE) AS is_partition
  FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_partitioned_table part ON part.partrelid = c.oid
    JOIN pg_type own ON own.oid = a.atttypid JOIN pg_type t ON t.oid = coalesce(nullif(own.typbasetype, 0), own.oid)
    LEFT JOIN LATERAL (SELECT n_distinct FROM pg_stats WHERE schemaname = n.nspname AND tablename = c.relname AND attname = a.attname
      ORDER BY inherited DESC LIMIT 1) s ON TRUE
  WHERE a.attrelid = ANY($1::oid[]) AND a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege(c.oid, a.attnum, 'SELECT')
  ORDER BY a.attrelid, a.attnum`

/** A partitioned table takes the bytes of its parts. PostgreSQL does not keep when a table changed. */
const TOLD = `
  SELECT c.oid::text, obj_description(c.oid, 'pg_class') AS comment,
    CASE
      WHEN c.relkind IN ('r', 'm') THEN pg_total_relation_size(c.oid)
      WHEN c.relkind = 'p' THEN (SELECT sum(pg_total_relation_size(p.relid)) FROM pg_partition_tree(c.oid) p WHERE p.isleaf)
    END::float8 AS size_bytes
  FROM pg_class c WHERE c.oid = ANY($1::oid[])`

const names = (relation: string, numbers: string) =>
  `coalesce((SELECT json_agg(a.attname ORDER BY k.at) FROM unnest(${numbers}) WITH ORDINALITY AS k (number, at)
    JOIN pg_attribute a ON a.attrelid = ${relation} AND a.attnum = k.number), '[]')`

const KEYS = `
  SELECT o.conrelid::text AS table, o.contype::text AS sort, ${names('o.conrelid', 'o.conkey')} AS columns, n.nspname AS schema, c.relname AS name,
    ${names('o.confrelid', 'o.confkey')} AS others
  FROM pg_constraint o LEFT JOIN pg_class c ON c.oid = o.confrelid LEFT JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE o.conrelid = ANY($1::oid[]) AND o.contype IN ('p', 'f') ORDER BY o.conrelid, o.conname`

export const listTables = async (client: pg.Client): Promise<readonly TableSummary[]> =>
  (await client.query<TableRow>(`${TABLES} ${IN_ORDER}`)).rows.map(summaryOf)

export const describeTables = async (client: pg.Client, wanted: NonEmpty<TableName>): Promise<readonly Table[]> => {
  const found = await client.query<TableRow>(
    `${TABLES} AND (n.nspname, c.relname) IN (SELECT * FROM unnest($1::text[], $2::text[])) ${IN_ORDER}`,
    [wanted.map(({ schema }) => schema), wanted.map(({ name }) => name)],
  )
  const oids = [found.rows.map(({ oid }) => oid)]
  const columns = (await client.query<ColumnRow>(COLUMNS, oids)).rows
  const keys = (await client.query<KeyRow>(KEYS, oids)).rows
  const told = new Map((await client.query<ToldRow>(TOLD, oids)).rows.map(row => [row.oid, row]))
  return found.rows.flatMap(row => {
    const own = ({ table }: { readonly table: string }) => table === row.oid
    const table = assemble(row, columns.filter(own), keys.filter(own))
    return table === null ? [] : [{ ...table, ...toldOf(told.get(row.oid)), ...partitionOf(columns.filter(own)) }]
  })
}

/** What there is none of is left out. */
const toldOf = (row: ToldRow | undefined): TableTold => ({
  ...(row && row.comment !== null && { comment: row.comment }),
  ...(row && row.size_bytes !== null && { sizeBytes: row.size_bytes }),
})

const partitionOf = (columns: readonly ColumnRow[]): TableTold => {
  const partitionColumns = columns.filter(column => column.is_partition).map(({ name }) => name)
  return partitionColumns.length > 0 ? { partitionColumns } : {}
}

const summaryOf = ({ schema, name, is_view: isView, row_estimate: rowEstimate }: TableRow): TableSummary => ({
  name: { schema, name },
  isView,
  rowEstimate,
})

const assemble = (row: TableRow, columnRows: readonly ColumnRow[], keyRows: readonly KeyRow[]): Table | null => {
  const columns = nonEmpty(columnRows.map(column => columnOf(column, row.row_estimate)))
  const primary = keyRows.find(({ sort }) => sort === 'p')
  return (
    columns && {
      ...summaryOf(row),
      columns,
      primaryKey: primary ? nonEmpty(primary.columns) : null,
      foreignKeys: keyRows.filter(({ sort }) => sort === 'f').flatMap(foreignKey),
    }
  )
}

const columnOf = (
  { name, native_type: nativeType, type, sort, nullable, n_distinct: distinct, comment }: ColumnRow,
  rows: number | null,
): Column => ({
  name,
  nativeType,
  kind: postgresKind(Number(type), sort),
  nullable,
  distinctEstimate: distinctEstimate(distinct, rows),
  ...(comment !== null && { comment }),
})

/** PostgreSQL keeps a number of values, or, below zero, the share of rows that have one of their own; 0 is unknown. */
const distinctEstimate = (distinct: number | null, rows: number | null) => {
  if (distinct === null || distinct === 0) return null
  if (distinct > 0) return distinct
  return rows === null ? null : Math.round(-distinct * rows)
}

const foreignKey = (row: KeyRow): readonly ForeignKey[] => {
  const [columns, others] = [nonEmpty(row.columns), nonEmpty(row.others)]
  if (columns === null || others === null || row.schema === null || row.name === null) return []
  return [{ columns, references: { table: { schema: row.schema, name: row.name }, columns: others } }]
}
