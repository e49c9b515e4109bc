import type { Table, TableName } from '../../../core/dataset/table.ts'
import type { TableSummary } from '../../../core/ports/dataSource.ts'
import type { ViewDefinition } from '../../../core/ports/viewReader.ts'
import { nonEmpty, type NonEmpty } from '../../../core/shared/nonEmpty.ts'
import { trinoKind } from './trinoCell.ts'
import { runTrino, type TrinoLink } from './trinoStatement.ts'

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const bySpelling = (a: TableSummary, b: TableSummary) =>
  compare(a.name.schema, b.name.schema) || compare(a.name.name, b.name.name)

const TABLES = `SELECT table_schema, table_name, table_type FROM information_schema.tables WHERE table_schema <> 'information_schema'`

const COLUMNS = 'SELECT table_schema, table_name, column_name, data_type, is_nullable FROM information_schema.columns'

/** Every table of the catalog that the user may see. Trino counts no rows without being asked table by table. */
export const listTables = async (link: TrinoLink): Promise<readonly TableSummary[]> => tablesOf(link, '')

const tablesOf = async (link: TrinoLink, more: string): Promise<readonly TableSummary[]> => {
  const { rows } = await runTrino(link, `${TABLES}${more}`)
  return rows
    .map(([schema, name, type]): TableSummary => ({
      name: { schema: String(schema), name: String(name) },
      isView: type === 'VIEW',
      rowEstimate: null,
    }))
    .toSorted(bySpelling)
}

const these = (wanted: NonEmpty<TableName>) =>
  wanted.map(({ schema, name }) => `(table_schema = ${literal(schema)} AND table_name = ${literal(name)})`).join(' OR ')

/** Trino knows of no keys. */
export const describeTables = async (link: TrinoLink, wanted: NonEmpty<TableName>): Promise<readonly Table[]> => {
  const tables = await tablesOf(link, ` AND (${these(wanted)})`)
  if (tables.length === 0) return []
  const { rows } = await runTrino(
    link,
    `${COLUMNS} WHERE ${these(wanted)} ORDER BY table_schema, table_name, ordinal_position`,
  )
  return tables.flatMap((table): Table[] => {
    const columns = nonEmpty(
      rows
        .filter(([schema, name]) => schema === table.name.schema && name === table.name.name)
        .map(([, , name, type, nullable]) => ({
          name: String(name),
          nativeType: String(type),
          kind: trinoKind(String(type)),
          nullable: nullable !== 'NO',
          distinctEstimate: null,
        })),
    )
    return columns ? [{ ...table, columns, primaryKey: null, foreignKeys: [] }] : []
  })
}

/** The query of each view, as its author wrote it. */
export const readViews = async (link: TrinoLink, views: NonEmpty<TableName>): Promise<readonly ViewDefinition[]> => {
  const { rows } = await runTrino(
    link,
    `SELECT table_schema, table_name, view_definition FROM information_schema.views WHERE ${these(views)}`,
  )
  return rows.flatMap(([schema, name, text]) =>
    typeof text === 'string' ? [{ name: { schema: String(schema), name: String(name) }, text }] : [],
  )
}
