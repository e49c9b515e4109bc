import type pg from 'pg'
import type { Table, TableName } from '../../../core/dataset/table.ts'
import type { TableSummary } from '../../../core/ports/dataSource.ts'
import { nonEmpty, type NonEmpty } from '../../../core/shared/nonEmpty.ts'
import { redshiftKind } from './redshiftKind.ts'

type TableRow = {
  readonly table_schema: string
  readonly table_name: string
  readonly table_type: string
  readonly estimate: string | null
}
type ColumnRow = {
  readonly table_schema: string
  readonly table_name: string
  readonly column_name: string
  readonly data_type: string
  readonly is_nullable: string
}

/** Redshift's own views know late-binding views and external tables too; `svv_table_info` leaves out empty tables. */
const TABLES = `
  SELECT t.table_schema, t.table_name, t.table_type, i.tbl_rows::text AS estimate
  FROM svv_tables t LEFT JOIN svv_table_info i ON i.schema = t.table_schema AND i."table" = t.table_name
  WHERE t.table_schema NOT IN ('information_schema', 'pg_catalog', 'pg_internal', 'pg_automv')`

const COLUMNS = `
  SELECT table_schema, table_name, column_name, data_type, is_nullable FROM svv_columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position`

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const bySpelling = (a: TableSummary, b: TableSummary) =>
  compare(a.name.schema, b.name.schema) || compare(a.name.name, b.name.name)

const summaryOf = ({ table_schema: schema, table_name: name, table_type: type, estimate }: TableRow): TableSummary => {
  const isView = type.includes('VIEW')
  return { name: { schema, name }, isView, rowEstimate: isView ? null : Number(estimate ?? 0) }
}

export const listTables = async (client: pg.Client): Promise<readonly TableSummary[]> =>
  (await client.query<TableRow>(TABLES)).rows.map(summaryOf).toSorted(bySpelling)

/** Keys are only a hint to Redshift's planner, and nobody keeps them true: none are told. */
export const describeTables = async (client: pg.Client, wanted: NonEmpty<TableName>): Promise<readonly Table[]> => {
  const tables: Table[] = []
  for (const { schema, name } of wanted) {
    const [row] = (
      await client.query<TableRow>(`${TABLES} AND t.table_schema = $1 AND t.table_name = $2`, [schema, name])
    ).rows
    const columns = nonEmpty(
      (await client.query<ColumnRow>(COLUMNS, [schema, name])).rows.map(column => ({
        name: column.column_name,
        nativeType: column.data_type,
        kind: redshiftKind(column.data_type),
        nullable: column.is_nullable !== 'NO',
        distinctEstimate: null,
      })),
    )
    if (row && columns) tables.push({ ...summaryOf(row), columns, primaryKey: null, foreignKeys: [] })
  }
  return tables.toSorted(bySpelling)
}
