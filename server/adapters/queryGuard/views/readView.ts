import { analyzeQuery, generate, parse } from '@polyglot-sql/sdk'
import { z } from 'zod'
import type { NamedColumns, ViewSource, ViewText } from '../../../core/ports/viewReader.ts'
import { dialects } from '../polyglot/tree.ts'
import { fieldsOf, listOf, textOf } from '../treeWalk.ts'
import { flattenJoins } from './flattenJoins.ts'
import { resolveTable, spelling, type Written } from './resolveTable.ts'

const upstream = z.object({
  sourceKind: z.string(),
  table: z.string().nullish(),
  column: z.string(),
  confidence: z.string(),
})
const analysis = z.object({
  baseTables: z.array(
    z.object({ catalog: z.string().nullish(), schema: z.string().nullish(), table: z.string().nullish() }),
  ),
  projections: z.array(
    z.object({ name: z.string().nullish(), transformKind: z.string(), upstream: z.array(upstream) }),
  ),
})
type Analysis = z.output<typeof analysis>

/** Columns that go on as they are, or as another type: nothing is computed from them. */
const PLAIN = new Set(['direct', 'cast'])

type Query = {
  readonly sql: string
  /** The names that the statement gives to the columns; empty: the query's own. */ readonly names: readonly string[]
}

const NAME = '(?:"(?:[^"]|"")+"|[\\p{L}\\p{N}_$]+)'
/** As DuckDB prints it. */
const HEAD = new RegExp(`^CREATE VIEW ${NAME}(?:\\.${NAME})*\\s*(?:\\((${NAME}(?:, ${NAME})*)\\))?\\s*AS\\s+`, 'u')

/** Polyglot cannot read a statement whose query begins with a bracket, but it can read the query. */
const withoutHead = (text: string) => {
  const [head = '', names] = HEAD.exec(text) ?? []
  const inQuotes = (name: string) => (name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name)
  return { text: text.slice(head.length), names: names?.match(new RegExp(NAME, 'gu'))?.map(inQuotes) ?? [] }
}

/** What MySQL prints and polyglot cannot read: columns with table and schema, which it takes for the field of a column, and character sets within CAST. */
const asPolyglotReads = (text: string) =>
  text
    .replaceAll(/`(?:[^`]|``)+`\.(`(?:[^`]|``)+`\.`(?:[^`]|``)+`)/g, '$1')
    .replaceAll(/\bchar(\(\d+\))? (?:charset|character set) \w+/gi, 'char$1')

const parseOne = (text: string, dialect: ViewText['dialect']) => {
  const { success, ast } = parse(dialect === 'mysql' ? asPolyglotReads(text) : text, dialects[dialect])
  const [statement, ...others] = success ? listOf(ast) : []
  return others.length === 0 ? (statement ?? null) : null
}

/** The query of a definition, which may be the whole statement that makes the view. */
const queryOf = ({ text, dialect }: ViewText): Query | null => {
  const headless = withoutHead(text)
  const statement = parseOne(text, dialect) ?? parseOne(headless.text, dialect)
  if (statement === null) return null
  const made = fieldsOf(fieldsOf(statement).create_view)
  const { success, sql } = generate([flattenJoins(made.query ?? statement)], dialects[dialect])
  const [query] = success && sql ? sql : []
  if (query === undefined) return null
  return {
    sql: query,
    names:
      made.query === undefined
        ? headless.names
        : listOf(made.columns).map(column => textOf(fieldsOf(fieldsOf(column).name).name)),
  }
}

const analyse = (sql: string, { dialect }: ViewText, known: readonly NamedColumns[] = []): Analysis | null => {
  const tables = known.map(({ name, columns }) => ({
    ...(name.schema !== '' && { schema: name.schema }),
    name: name.name,
    columns: columns.map(column => ({ name: column, type: 'text' })),
  }))
  const { success, analysis: found } = analyzeQuery(sql, {
    dialect: dialects[dialect],
    ...(tables.length > 0 && { schema: { tables, strict: false } }),
  })
  return success && found ? analysis.parse(found) : null
}

/** What a view is made from, by polyglot's analysis of its query; empty where it cannot be read. */
export const readView = (view: ViewText): readonly ViewSource[] => {
  const query = queryOf(view)
  const first = query && analyse(query.sql, view)
  if (!first) return []
  const found = first.baseTables.flatMap(base => {
    const written: Written = { catalog: base.catalog ?? null, schema: base.schema ?? null, name: base.table ?? '' }
    const table = resolveTable(written, view)
    return table ? [{ written, ...table }] : []
  })
  // Once more with the columns of what was found, by the names that the text gives to it, so that stars are told apart.
  const withColumns = found
    .filter(({ columns }) => columns.length > 0)
    .map(({ written, columns }) => ({ name: { schema: written.schema ?? '', name: written.name }, columns }))
  const second = analyse(query.sql, view, withColumns) ?? first
  return found.map(({ written, name, columns }) => ({
    from: name,
    columns: columnsFrom(written, columns, { view, names: query.names, projections: second.projections }),
  }))
}

type Told = {
  readonly view: ViewText
  readonly names: readonly string[]
  readonly projections: Analysis['projections']
}

/** How polyglot's projections name a table. */
const key = ({ catalog, schema, name }: Written) => [catalog, schema, name].filter(part => part !== null).join('.')

const columnsFrom = (
  written: Written,
  columns: readonly string[],
  { view, names, projections }: Told,
): ViewSource['columns'] =>
  projections.flatMap((projection, at) => {
    const to = spelling(names[at] ?? projection.name ?? '', view.columns)
    if (to === null || !PLAIN.has(projection.transformKind)) return []
    return projection.upstream.flatMap(({ sourceKind, table, column, confidence }) => {
      const from =
        sourceKind === 'table' && confidence === 'resolved' && table === key(written) ? spelling(column, columns) : null
      return from === null ? [] : [{ from, to }]
    })
  })
