import type { Column, ForeignKey, Table, TableName, TableTold } from '../../../core/dataset/table.ts'
import type { TableSummary } from '../../../core/ports/dataSource.ts'
import type { ViewDefinition } from '../../../core/ports/viewReader.ts'
import { nonEmpty, type NonEmpty } from '../../../core/shared/nonEmpty.ts'
import { mysqlKindOf } from './mysqlCell.ts'
import type { OpenMysql } from './openMysql.ts'

type TableRow = {
  readonly table_schema: string
  readonly table_name: string
  readonly is_view: string
  readonly row_estimate: string | null
  readonly comment: string | null
  readonly size_bytes: string | null
  readonly changed_at: string | null
}
type ColumnRow = {
  readonly table_schema: string
  readonly table_name: string
  readonly column_name: string
  readonly data_type: string
  readonly column_type: string
  readonly nullable: string
  readonly comment: string | null
}
type KeyRow = {
  readonly table_schema: string
  readonly table_name: string
  readonly name: string
  readonly column_name: string
  readonly other_schema: string | null
  readonly other_table: string | null
  readonly other_column: string | null
}

/** What the login may read, without the system's own. The catalogue shows only what some right was granted on. */
const TABLES = `
  SELECT table_schema AS table_schema, table_name AS table_name, CASE WHEN table_type LIKE '%VIEW' THEN '1' ELSE '0' END AS is_view,
    CAST(CASE WHEN table_type LIKE '%VIEW' THEN NULL ELSE table_rows END AS CHAR) AS row_estimate,
    CASE WHEN table_type LIKE '%VIEW' THEN '' ELSE table_comment END AS comment, CAST(data_length + index_length AS CHAR) AS size_bytes,
    date_format(update_time, '%Y-%m-%dT%H:%i:%sZ') AS changed_at
  FROM information_schema.tables
  WHERE table_type <> 'SEQUENCE' AND table_schema NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys')`

const bySpelling = (a: TableSummary, b: TableSummary) =>
  compare(a.name.schema, b.name.schema) || compare(a.name.name, b.name.name)
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

export const listTables = async (open: OpenMysql): Promise<readonly TableSummary[]> =>
  (await open.rows<TableRow>(TABLES)).map(summaryOf).toSorted(bySpelling)

const summaryOf = ({
  table_schema: schema,
  table_name: name,
  is_view: view,
  row_estimate: rows,
}: TableRow): TableSummary => ({
  name: { schema, name },
  isView: view === '1',
  rowEstimate: rows === null ? null : Number(rows),
})

/** What there is none of is left out; the session's time zone is UTC. */
const toldOf = ({ comment, size_bytes: size, changed_at: changedAt }: TableRow): TableTold => ({
  ...(comment !== null && comment !== '' && { comment }),
  ...(size !== null && { sizeBytes: Number(size) }),
  ...(changedAt !== null && { changedAt }),
})

const COLUMNS = `
  SELECT table_schema AS table_schema, table_name AS table_name, column_name AS column_name, data_type AS data_type, column_type AS column_type, is_nullable AS nullable,
    column_comment AS comment
  FROM information_schema.columns WHERE table_schema = ? AND table_name = ? ORDER BY ordinal_position`

const KEYS = `
  SELECT table_schema AS table_schema, table_name AS table_name, constraint_name AS name, column_name AS column_name,
    referenced_table_schema AS other_schema, referenced_table_name AS other_table, referenced_column_name AS other_column
  FROM information_schema.key_column_usage
  WHERE table_schema = ? AND table_name = ? AND (constraint_name = 'PRIMARY' OR referenced_table_name IS NOT NULL)
  ORDER BY constraint_name, ordinal_position`

/** Table by table: a catalogue asked for one table opens that table only. */
export const describeTables = async (open: OpenMysql, wanted: NonEmpty<TableName>): Promise<readonly Table[]> => {
  const tables: Table[] = []
  for (const { schema, name } of wanted) {
    const [row] = await open.rows<TableRow>(`${TABLES} AND table_schema = ? AND table_name = ?`, [schema, name])
    if (!row) continue
    const columns = nonEmpty((await open.rows<ColumnRow>(COLUMNS, [schema, name])).map(columnOf))
    const keys = await open.rows<KeyRow>(KEYS, [schema, name])
    const primaryKey = nonEmpty(keys.filter(key => key.name === 'PRIMARY').map(key => key.column_name))
    if (columns) tables.push({ ...summaryOf(row), ...toldOf(row), columns, primaryKey, foreignKeys: foreignKeys(keys) })
  }
  return tables.toSorted(bySpelling)
}

const columnOf = (row: ColumnRow): Column => ({
  name: row.column_name,
  nativeType: row.column_type,
  kind: mysqlKindOf(row.data_type, row.column_type),
  nullable: row.nullable === 'YES',
  // An index knows its cardinality, but InnoDB may be off by half.
  distinctEstimate: null,
  ...(row.comment !== null && row.comment !== '' && { comment: row.comment }),
})

const foreignKeys = (rows: readonly KeyRow[]): readonly ForeignKey[] => {
  const names = [...new Set(rows.flatMap(({ name, other_table: other }) => (other === null ? [] : [name])))]
  return names.flatMap(name => {
    const own = rows.filter(row => row.name === name && row.other_table !== null)
    const columns = nonEmpty(own.map(({ column_name: column }) => column))
    const others = nonEmpty(own.map(({ other_column: column }) => column ?? ''))
    const [first] = own
    if (!columns || !others || !first) return []
    return [
      {
        columns,
        references: { table: { schema: first.other_schema ?? '', name: first.other_table ?? '' }, columns: others },
      },
    ]
  })
}

const VIEW = 'SELECT view_definition AS text FROM information_schema.views WHERE table_schema = ? AND table_name = ?'

/** Empty for whoever lacks SHOW VIEW. */
export const readViews = async (open: OpenMysql, views: NonEmpty<TableName>): Promise<readonly ViewDefinition[]> => {
  const definitions: ViewDefinition[] = []
  for (const name of views) {
    const [row] = await open.rows<{ readonly text: string | null }>(VIEW, [name.schema, name.name])
    if (row?.text) definitions.push({ name, text: row.text })
  }
  return definitions
}
