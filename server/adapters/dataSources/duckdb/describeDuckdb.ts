import type { Cell, TableSummary } from '../../../core/ports/dataSource.ts'
import { sameTable, type ForeignKey, type Table, type TableName } from '../../../core/dataset/table.ts'
import type { ViewDefinition } from '../../../core/ports/viewReader.ts'
import { nonEmpty, type NonEmpty } from '../../../core/shared/nonEmpty.ts'
import { duckdbKind } from './duckdbCell.ts'
import type { OpenDatabase } from './openDatabase.ts'

type Row = readonly Cell[]

/** Runs a query of ours and returns its rows. */
export type ReadRows = (sql: string) => Promise<readonly Row[]>

/** The tables where they are files of a folder: DuckDB sees views there. */
type FolderTables = OpenDatabase['folder']

const OURS = 'database_name = current_database() AND NOT internal AND NOT temporary'

export const listTables = async (read: ReadRows, folder: FolderTables): Promise<readonly TableSummary[]> => {
  const rows = await read(`
    SELECT schema_name, table_name, false, estimated_size FROM duckdb_tables() WHERE ${OURS}
    UNION ALL SELECT schema_name, view_name, true, NULL FROM duckdb_views() WHERE ${OURS} ORDER BY 1, 2`)
  return rows.map(([schema, table, isView, estimate]) => {
    const name = String(table)
    return {
      name: { schema: String(schema), name },
      isView: isView === true && folder === null,
      rowEstimate: folder === null ? (estimate === null ? null : Number(estimate)) : (folder.get(name)?.rows ?? null),
    }
  })
}

export const describeTables = async (
  read: ReadRows,
  folder: FolderTables,
  names: NonEmpty<TableName>,
): Promise<readonly Table[]> => {
  const wanted = (await listTables(read, folder)).filter(({ name }) => names.some(wish => sameTable(wish, name)))
  const found = nonEmpty(wanted)
  if (found === null) return []
  const pairs = found.map(({ name }) => `(${text(name.schema)}, ${text(name.name)})`).join(', ')
  const among = `(schema_name, table_name) IN (${pairs})`
  const columns = await read(`
    SELECT schema_name, table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE database_name = current_database() AND ${among}
    ORDER BY schema_name, table_name, column_index`)
  const keys = await read(`
    SELECT schema_name, table_name, constraint_type, to_json(constraint_column_names), referenced_table, to_json(referenced_column_names)
    FROM duckdb_constraints() WHERE database_name = current_database() AND constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY') AND ${among}
    ORDER BY constraint_index`)
  const comments = await read(`
    SELECT schema_name, table_name, comment FROM duckdb_tables() WHERE database_name = current_database() AND ${among}
    UNION ALL SELECT schema_name, view_name, comment FROM duckdb_views() WHERE database_name = current_database() AND (schema_name, view_name) IN (${pairs})`)
  return found.flatMap(summary => {
    const own = ([schema, table]: Row) => schema === summary.name.schema && table === summary.name.name
    const table = assemble(summary, columns.filter(own), keys.filter(own))
    return table === null ? [] : [{ ...table, ...told(comments.find(own)?.[2]) }]
  })
}

/** The statements that made them; files of a folder have none. */
export const readViews = async (
  read: ReadRows,
  folder: FolderTables,
  names: NonEmpty<TableName>,
): Promise<readonly ViewDefinition[]> => {
  if (folder !== null) return []
  const pairs = names.map(({ schema, name }) => `(${text(schema)}, ${text(name)})`).join(', ')
  const rows = await read(
    `SELECT schema_name, view_name, sql FROM duckdb_views() WHERE ${OURS} AND (schema_name, view_name) IN (${pairs})`,
  )
  return rows.flatMap(([schema, name, sql]) =>
    typeof sql === 'string' ? [{ name: { schema: String(schema), name: String(name) }, text: sql }] : [],
  )
}

/** A comment, where there is one. */
const told = (comment: Cell | undefined) => (typeof comment === 'string' && comment !== '' ? { comment } : {})

const assemble = (summary: TableSummary, columnRows: readonly Row[], keyRows: readonly Row[]): Table | null => {
  const columns = nonEmpty(
    columnRows.map(([, , name, nativeType, nullable, comment]) => ({
      name: String(name),
      nativeType: String(nativeType),
      kind: duckdbKind(String(nativeType)),
      nullable: nullable === true,
      distinctEstimate: null,
      ...told(comment),
    })),
  )
  const primary = keyRows.find(([, , type]) => type === 'PRIMARY KEY')
  return (
    columns && {
      ...summary,
      columns,
      primaryKey: primary ? namesIn(primary[3]) : null,
      foreignKeys: keyRows
        .filter(([, , type]) => type === 'FOREIGN KEY')
        .flatMap(row => foreignKey(row, summary.name.schema)),
    }
  )
}

/** DuckDB's foreign keys stay within their schema. */
const foreignKey = ([, , , own, table, referenced]: Row, schema: string): readonly ForeignKey[] => {
  const [columns, others] = [namesIn(own), namesIn(referenced)]
  return columns && others ? [{ columns, references: { table: { schema, name: String(table) }, columns: others } }] : []
}

const namesIn = (json: Cell | undefined): NonEmpty<string> | null => {
  const names: unknown = JSON.parse(String(json))
  return Array.isArray(names) ? nonEmpty(names.map(String)) : null
}

const text = (value: string) => `'${value.replaceAll("'", "''")}'`
