import { uniqueEdges, type LineageEdge } from '../../core/dataset/lineage.ts'
import { tableText, type TableName } from '../../core/dataset/table.ts'
import type { DataSource } from '../../core/ports/dataSource.ts'
import type { NamedColumns, ViewDefinition, ViewReader } from '../../core/ports/viewReader.ts'
import { nonEmpty } from '../../core/shared/nonEmpty.ts'

/** Definitions in hand at once, and tables described at once: a catalogue is never in memory as a whole. */
const CHUNK = 50
const DESCRIBED = 200

/** The names of a catalogue: of all its tables and views, and of its views. */
export type CatalogueNames = { readonly names: readonly TableName[]; readonly views: readonly TableName[] }

/** What goes into each view, as the definitions tell; null where the data source does not give them. A definition that nobody can read tells nothing. */
export const readViews = async (
  reader: ViewReader,
  source: DataSource,
  { names, views }: CatalogueNames,
): Promise<readonly LineageEdge[] | null> => {
  if (!source.readViews) return null
  const mentioned = mentionedAmong(names)
  const edges: LineageEdge[] = []
  for (let from = 0; from < views.length; from += CHUNK) {
    const some = nonEmpty(views.slice(from, from + CHUNK))
    const read = some && (await source.readViews(some))
    if (!read?.ok) return null
    const told = read.value.map(definition => ({ definition, tables: mentioned(definition.text) }))
    const columns = await columnsOf(
      source,
      told.flatMap(({ definition, tables }) => [definition.name, ...tables]),
    )
    if (columns === null) return null
    for (const { definition, tables } of told)
      edges.push(...(await edgesOf(definition, { reader, dialect: source.dialect, tables, columns })))
  }
  return uniqueEdges(edges)
}

type Columns = ReadonlyMap<string, NamedColumns>

/** The columns of these tables by name; null where they cannot be read. */
const columnsOf = async (source: DataSource, names: readonly TableName[]): Promise<Columns | null> => {
  const wanted = [...new Map(names.map(name => [tableText(name), name])).values()]
  const found = new Map<string, NamedColumns>()
  for (let from = 0; from < wanted.length; from += DESCRIBED) {
    const some = nonEmpty(wanted.slice(from, from + DESCRIBED))
    const described = some && (await source.describe(some))
    if (!described?.ok) return null
    for (const { name, columns } of described.value)
      found.set(tableText(name), { name, columns: columns.map(column => column.name) })
  }
  return found
}

type Reading = {
  readonly reader: ViewReader
  readonly dialect: DataSource['dialect']
  readonly tables: readonly TableName[]
  readonly columns: Columns
}

const edgesOf = async (
  { name: to, text }: ViewDefinition,
  { reader, dialect, tables, columns }: Reading,
): Promise<readonly LineageEdge[]> => {
  const known = tables.flatMap(name => columns.get(tableText(name)) ?? [])
  const read = await reader.readView({
    text,
    dialect: dialect.name,
    schemas: schemasOf(dialect, to.schema),
    columns: columns.get(tableText(to))?.columns ?? [],
    known,
  })
  return read.map(({ from, columns: through }) => ({ source: 'view', from, to, columns: through }))
}

/** PostgreSQL prints a definition for the reader's search path; in the others it is as its author left it. */
const schemasOf = ({ name, defaultSchema }: DataSource['dialect'], own: string) =>
  name === 'postgres' || name === 'redshift' ? [defaultSchema] : [own, defaultSchema]

const WORD = /[\p{L}\p{N}_$]+/gu

/** Those whose names the text holds, so that of ten thousand tables only a few go to whoever reads it. */
const mentionedAmong = (names: readonly TableName[]) => {
  const byWord = Map.groupBy(names, ({ name }) => name.toLowerCase().match(WORD)?.[0] ?? '')
  return (text: string): readonly TableName[] => {
    const where = text.toLowerCase()
    const words = new Set(['', ...(where.match(WORD) ?? [])])
    return [...words].flatMap(word => byWord.get(word) ?? []).filter(({ name }) => where.includes(name.toLowerCase()))
  }
}
