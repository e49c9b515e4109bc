import type { Column, ForeignKey, Table, TableName, TableTold } from '../../../core/dataset/table.ts'
import type { TableSummary } from '../../../core/ports/dataSource.ts'
import type { ViewDefinition } from '../../../core/ports/viewReader.ts'
import { nonEmpty, type NonEmpty } from '../../../core/shared/nonEmpty.ts'
import type { OpenSnowflake } from './openSnowflake.ts'
import { snowflakeKind } from './snowflakeCell.ts'

type TableRow = {
  readonly schema: string
  readonly name: string
  readonly type: string
  readonly row_count: string | null
  readonly bytes: string | null
  readonly changed_at: Date | null
  readonly comment: string | null
  readonly clustering_key: string | null
}
type ColumnRow = {
  readonly schema: string
  readonly table: string
  readonly name: string
  readonly type: string
  readonly precision: string | null
  readonly scale: string | null
  readonly nullable: string
  readonly comment: string | null
}
type PrimaryRow = { readonly table_name: string; readonly column_name: string; readonly key_sequence: string }
type ForeignRow = {
  readonly pk_schema_name: string
  readonly pk_table_name: string
  readonly pk_column_name: string
  readonly fk_table_name: string
  readonly fk_column_name: string
  readonly fk_name: string
  readonly key_sequence: string
}

const AT_ONCE = 200

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const bySpelling = (a: TableSummary, b: TableSummary) =>
  compare(a.name.schema, b.name.schema) || compare(a.name.name, b.name.name)
const inOrder = <Row extends { readonly key_sequence: string }>(rows: readonly Row[]) =>
  rows.toSorted((a, b) => Number(a.key_sequence) - Number(b.key_sequence))

const TABLES = `
  SELECT table_schema AS "schema", table_name AS "name", table_type AS "type", row_count AS "row_count", bytes AS "bytes",
    last_altered AS "changed_at", comment AS "comment", clustering_key AS "clustering_key"
  FROM information_schema.tables WHERE table_schema <> 'INFORMATION_SCHEMA'`

const summaryOf = ({ schema, name, type, row_count: rows }: TableRow): TableSummary => {
  const isView = type.includes('VIEW')
  return { name: { schema, name }, isView, rowEstimate: isView || rows === null ? null : Number(rows) }
}

/** Names as Snowflake has them; what is computed from columns is none. */
const clusteredBy = (key: string | null): readonly string[] =>
  (key ?? '')
    .replace(/^LINEAR\s*\((.*)\)$/is, '$1')
    .split(',')
    .flatMap(part => {
      const [, quotedName, name] = /^\s*(?:"([^"]+)"|(\w+))\s*$/.exec(part) ?? []
      return quotedName ?? name?.toUpperCase() ?? []
    })

/** What there is none of is left out; a view has neither size nor rows of its own. */
const toldOf = ({ type, bytes, changed_at: changedAt, comment, clustering_key: key }: TableRow): TableTold => {
  const told = comment === null || comment === '' ? {} : { comment }
  if (type.includes('VIEW')) return told
  const partitionColumns = clusteredBy(key)
  return {
    ...told,
    ...(bytes !== null && { sizeBytes: Number(bytes) }),
    ...(changedAt !== null && { changedAt: changedAt.toISOString() }),
    ...(partitionColumns.length > 0 && { partitionColumns }),
  }
}

export const listTables = async (open: OpenSnowflake): Promise<readonly TableSummary[]> =>
  (await open.rows<TableRow>(TABLES)).map(summaryOf).toSorted(bySpelling)

const COLUMNS = `
  SELECT table_schema AS "schema", table_name AS "table", column_name AS "name", data_type AS "type", numeric_precision AS "precision", numeric_scale AS "scale",
    is_nullable AS "nullable", comment AS "comment"
  FROM information_schema.columns`

const theseTables = (wanted: readonly TableName[]) =>
  wanted.map(() => '(table_schema = ? AND table_name = ?)').join(' OR ')

/** So many tables at a time, each named by a parameter; keys are told schema by schema. */
export const describeTables = async (open: OpenSnowflake, wanted: NonEmpty<TableName>): Promise<readonly Table[]> => {
  const described: Table[] = []
  const keys = new Map<string, Keys>()
  for (let place = 0; place < wanted.length; place += AT_ONCE) {
    const some = wanted.slice(place, place + AT_ONCE)
    const binds = some.flatMap(({ schema, name }) => [schema, name])
    const tables = (await open.rows<TableRow>(`${TABLES} AND (${theseTables(some)})`, binds)).map(row => ({
      ...summaryOf(row),
      ...toldOf(row),
    }))
    if (tables.length === 0) continue
    const rows = await open.rows<ColumnRow>(
      `${COLUMNS} WHERE ${theseTables(some)} ORDER BY table_schema, table_name, ordinal_position`,
      binds,
    )
    const columns = Map.groupBy(rows, row => JSON.stringify([row.schema, row.table]))
    for (const table of tables) {
      const { schema, name } = table.name
      if (!keys.has(schema)) keys.set(schema, await keysOf(open, schema))
      const own = nonEmpty((columns.get(JSON.stringify([schema, name])) ?? []).map(columnOf))
      if (own)
        described.push({
          ...table,
          columns: own,
          primaryKey: primaryKey(keys.get(schema), name),
          foreignKeys: foreignKeys(keys.get(schema), name),
        })
    }
  }
  return described.toSorted(bySpelling)
}

const columnOf = (row: ColumnRow): Column => ({
  name: row.name,
  nativeType: row.precision === null || row.scale === null ? row.type : `${row.type}(${row.precision}, ${row.scale})`,
  kind: snowflakeKind(row.type, row.scale === null ? null : Number(row.scale)),
  nullable: row.nullable === 'YES',
  distinctEstimate: null,
  ...(row.comment !== null && row.comment !== '' && { comment: row.comment }),
})

type Keys = { readonly primary: readonly PrimaryRow[]; readonly foreign: readonly ForeignRow[] }

/** As declared: Snowflake does not see to it that they hold. */
const keysOf = async (open: OpenSnowflake, schema: string): Promise<Keys> => {
  const [database] = await open.rows<{ name: string }>('SELECT current_database() AS "name"')
  const place = `SCHEMA ${quoted(database?.name ?? '')}.${quoted(schema)}`
  return {
    primary: await open.rows<PrimaryRow>(`SHOW PRIMARY KEYS IN ${place}`),
    foreign: await open.rows<ForeignRow>(`SHOW IMPORTED KEYS IN ${place}`),
  }
}

const primaryKey = (keys: Keys | undefined, table: string) =>
  nonEmpty(inOrder((keys?.primary ?? []).filter(row => row.table_name === table)).map(row => row.column_name))

const foreignKeys = (keys: Keys | undefined, table: string): readonly ForeignKey[] => {
  const own = Map.groupBy(
    (keys?.foreign ?? []).filter(row => row.fk_table_name === table),
    row => row.fk_name,
  )
  return [...own.values()].flatMap(rows => {
    const ordered = inOrder(rows)
    const [columns, others, [first]] = [
      nonEmpty(ordered.map(row => row.fk_column_name)),
      nonEmpty(ordered.map(row => row.pk_column_name)),
      ordered,
    ]
    return columns && others && first
      ? [
          {
            columns,
            references: { table: { schema: first.pk_schema_name, name: first.pk_table_name }, columns: others },
          },
        ]
      : []
  })
}

type ViewRow = { readonly schema: string; readonly name: string; readonly text: string | null }

const VIEWS =
  'SELECT table_schema AS "schema", table_name AS "name", view_definition AS "text" FROM information_schema.views'

/** The statements that made them, as far as the role may see them. */
export const readViews = async (
  open: OpenSnowflake,
  views: NonEmpty<TableName>,
): Promise<readonly ViewDefinition[]> => {
  const rows = await open.rows<ViewRow>(
    `${VIEWS} WHERE ${theseTables(views)}`,
    views.flatMap(({ schema, name }) => [schema, name]),
  )
  return rows.flatMap(({ schema, name, text }) => (text ? [{ name: { schema, name }, text }] : []))
}
