import { uniqueEdges, type LineageEdge } from '../../core/dataset/lineage.ts'
import { sameTable, type Table } from '../../core/dataset/table.ts'
import type { DataSource } from '../../core/ports/dataSource.ts'
import type { NamedColumns, ViewDefinition, ViewReader } from '../../core/ports/viewReader.ts'
import { nonEmpty } from '../../core/shared/nonEmpty.ts'

/** Definitions read at once. */
const CHUNK = 200

type Reading = { readonly reader: ViewReader; readonly dialect: DataSource['dialect']; readonly tables: readonly Table[]; readonly mentioned: (text: string) => readonly Table[] }

/** What goes into each view, as the definitions tell; null where the data source does not give them. A definition that nobody can read tells nothing. */
export const readViews = async (reader: ViewReader, source: DataSource, tables: readonly Table[]): Promise<readonly LineageEdge[] | null> => {
  if (!source.readViews) return null
  const names = tables.filter(({ isView }) => isView).map(({ name }) => name)
  const reading: Reading = { reader, dialect: source.dialect, tables, mentioned: mentionedAmong(tables) }
  const edges: LineageEdge[] = []
  for (let from = 0; from < names.length; from += CHUNK) {
    const some = nonEmpty(names.slice(from, from + CHUNK))
    const read = some && await source.readViews(some)
    if (!read?.ok) return null
    for (const definition of read.value) edges.push(...await edgesOf(definition, reading))
  }
  return uniqueEdges(edges)
}

const edgesOf = async ({ name: to, text }: ViewDefinition, { reader, dialect, tables, mentioned }: Reading): Promise<readonly LineageEdge[]> => {
  const own = tables.find(({ name }) => sameTable(name, to))
  const read = await reader.readView({
    text, dialect: dialect.name, schemas: schemasOf(dialect, to.schema), columns: own?.columns.map(({ name }) => name) ?? [], known: mentioned(text).map(named),
  })
  return read.map(({ from, columns }) => ({ source: 'view', from, to, columns }))
}

const named = ({ name, columns }: Table): NamedColumns => ({ name, columns: columns.map(column => column.name) })

/** PostgreSQL prints a definition for the reader's search path; in the others it is as its author left it. */
const schemasOf = ({ name, defaultSchema }: DataSource['dialect'], own: string) =>
  name === 'postgres' || name === 'redshift' ? [defaultSchema] : [own, defaultSchema]

const WORD = /[\p{L}\p{N}_$]+/gu

/** Those whose names the text holds, so that of ten thousand tables only a few go to whoever reads it. */
const mentionedAmong = (tables: readonly Table[]) => {
  const byWord = Map.groupBy(tables, ({ name }) => name.name.toLowerCase().match(WORD)?.[0] ?? '')
  return (text: string): readonly Table[] => {
    const where = text.toLowerCase()
    const words = new Set(['', ...where.match(WORD) ?? []])
    return [...words].flatMap(word => byWord.get(word) ?? []).filter(({ name }) => where.includes(name.name.toLowerCase()))
  }
}
