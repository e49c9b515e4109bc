import type { Column, ForeignKey, Table, TableName, TableTold } from '../../../core/dataset/table.ts'
import type { TableSummary } from '../../../core/ports/dataSource.ts'
import type { ViewDefinition } from '../../../core/ports/viewReader.ts'
import { nonEmpty, type NonEmpty } from '../../../core/shared/nonEmpty.ts'
import { bigqueryKind } from './bigqueryCell.ts'
import {
  columnsText,
  keysText,
  tablesText,
  viewsText,
  type ColumnRow,
  type KeyRow,
  type TableRow,
} from './catalogueTexts.ts'
import { datasetsOf, type OpenBigquery } from './openBigquery.ts'
import { rowsOf } from './runJob.ts'

const AT_ONCE = 500
const CATALOGUE_MS = 60_000

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const bySpelling = (a: TableSummary, b: TableSummary) =>
  compare(a.name.schema, b.name.schema) || compare(a.name.name, b.name.name)

const isView = (type: string) => type.includes('VIEW')

const summaryOf = (schema: string, { name, type, row_count: rows }: TableRow): TableSummary => ({
  name: { schema, name },
  isView: isView(type),
  rowEstimate: isView(type) || rows === null ? null : Number(rows),
})

/** Every table and view of the datasets. */
export const listTables = async (open: OpenBigquery, signal: AbortSignal): Promise<readonly TableSummary[]> => {
  const listed: TableSummary[] = []
  for (const dataset of datasetsOf(open.settings)) {
    const rows = await rowsOf<TableRow>(
      open,
      { text: tablesText(open.settings.project, dataset, false), dataset: null, timeoutMs: CATALOGUE_MS },
      signal,
    )
    listed.push(...rows.map(row => summaryOf(dataset, row)))
  }
  return listed.toSorted(bySpelling)
}

/** Options are told as the literals that would set them. */
const commentOf = (option: string | null) => {
  if (option === null || option === '') return {}
  try {
    return { comment: String(JSON.parse(option)) }
  } catch {
    return { comment: option }
  }
}

/** What there is none of is left out; a view has neither size nor rows of its own. */
const toldOf = (
  { type, bytes, changed_ms: changed, description }: TableRow,
  columns: readonly ColumnRow[],
): TableTold => {
  if (isView(type)) return commentOf(description)
  const clustered = columns
    .filter(({ clustering }) => clustering !== null)
    .toSorted((a, b) => Number(a.clustering) - Number(b.clustering))
  const partitionColumns = [
    ...new Set([...columns.filter(({ partitioning }) => partitioning === 'YES'), ...clustered].map(({ name }) => name)),
  ]
  return {
    ...commentOf(description),
    ...(bytes !== null && { sizeBytes: Number(bytes) }),
    ...(changed !== null && { changedAt: new Date(Number(changed)).toISOString() }),
    ...(partitionColumns.length > 0 && { partitionColumns }),
  }
}

/** So many tables at a time, each named by a parameter. Tables of other datasets than those of the settings are none. */
export const describeTables = async (
  open: OpenBigquery,
  wanted: NonEmpty<TableName>,
  signal: AbortSignal,
): Promise<readonly Table[]> => {
  const described: Table[] = []
  for (const dataset of datasetsOf(open.settings)) {
    const names = wanted.filter(({ schema }) => schema === dataset).map(({ name }) => name)
    for (let place = 0; place < names.length; place += AT_ONCE)
      described.push(...(await describeSome(open, { dataset, tables: names.slice(place, place + AT_ONCE) }, signal)))
  }
  return described.toSorted(bySpelling)
}

const describeSome = async (
  open: OpenBigquery,
  { dataset, tables }: { dataset: string; tables: readonly string[] },
  signal: AbortSignal,
): Promise<readonly Table[]> => {
  const { project } = open.settings
  const ask = <Row>(text: string) =>
    rowsOf<Row>(open, { text, dataset: null, timeoutMs: CATALOGUE_MS, params: { tables } }, signal)
  const found = await ask<TableRow>(tablesText(project, dataset, true))
  if (found.length === 0) return []
  const columns = Map.groupBy(await ask<ColumnRow>(columnsText(project, dataset)), row => row.table)
  const keys = Map.groupBy(await ask<KeyRow>(keysText(project, dataset)), row => row.table)
  return found.flatMap((row): Table[] => {
    const rows = columns.get(row.name) ?? []
    const own = nonEmpty(rows.map(columnOf))
    const ownKeys = keys.get(row.name) ?? []
    return own
      ? [
          {
            ...summaryOf(dataset, row),
            ...toldOf(row, rows),
            columns: own,
            primaryKey: primaryKey(ownKeys),
            foreignKeys: foreignKeys(ownKeys),
          },
        ]
      : []
  })
}

const columnOf = ({ name, type, nullable, description }: ColumnRow): Column => ({
  name,
  nativeType: type,
  kind: bigqueryKind(type),
  nullable: nullable === 'YES',
  distinctEstimate: null,
  ...(description !== null && description !== '' && { comment: description }),
})

/** As declared: BigQuery does not see to it that keys hold. */
const primaryKey = (rows: readonly KeyRow[]) =>
  nonEmpty(rows.filter(({ type }) => type === 'PRIMARY KEY').map(({ column }) => column))

const foreignKeys = (rows: readonly KeyRow[]): readonly ForeignKey[] =>
  [
    ...Map.groupBy(
      rows.filter(({ type }) => type === 'FOREIGN KEY'),
      row => row.key,
    ).values(),
  ].flatMap(parts => {
    const [columns, others, [first]] = [
      nonEmpty(parts.map(({ column }) => column)),
      nonEmpty(parts.flatMap(({ to_column: to }) => to ?? [])),
      parts,
    ]
    if (!columns || others?.length !== columns.length || !first?.to_schema || !first.to_table) return []
    return [{ columns, references: { table: { schema: first.to_schema, name: first.to_table }, columns: others } }]
  })

/** The query of each view. */
export const readViews = async (
  open: OpenBigquery,
  views: NonEmpty<TableName>,
  signal: AbortSignal,
): Promise<readonly ViewDefinition[]> => {
  const definitions: ViewDefinition[] = []
  for (const dataset of datasetsOf(open.settings)) {
    const tables = views.filter(({ schema }) => schema === dataset).map(({ name }) => name)
    if (tables.length === 0) continue
    const asked = {
      text: viewsText(open.settings.project, dataset),
      dataset: null,
      timeoutMs: CATALOGUE_MS,
      params: { tables },
    }
    const rows = await rowsOf<{ readonly name: string; readonly text: string | null }>(open, asked, signal)
    definitions.push(...rows.flatMap(({ name, text }) => (text ? [{ name: { schema: dataset, name }, text }] : [])))
  }
  return definitions
}
