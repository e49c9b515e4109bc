import { tableText, type TableName } from '../../core/dataset/table.ts'
import { groupsAreJoined, type Link } from './joined.ts'
import type { KnownTable } from './reading.ts'
import { deny, quote } from './refusal.ts'

/** The columns a source offers; null where they cannot be told from the text. */
export type Columns = ReadonlySet<string> | null
export type Relation = { readonly columns: Columns; /** At most a handful of rows, so that a join without a predicate does no harm. */ readonly single: boolean }
type Source = Relation & { readonly alias: string; readonly table: TableName | null }
type Frame = {
  readonly ctes: Map<string, Relation>
  readonly sources: Source[]
  readonly outputs: Set<string>
  /** Outputs that only repeat the name of a column: known outside, but no proof inside that the column exists. */
  readonly echoes: Set<string>
  readonly pending: { readonly parts: readonly string[]; readonly mayBeOutput: boolean }[]
  readonly links: Link[]
  open: boolean
}

export type NameRules = {
  readonly known: readonly KnownTable[]
  readonly defaultSchema: string
  /** How the engine compares a name that its parser has already unquoted. */
  readonly fold: (name: string) => string
  /** Unqualified names that the engine finds somewhere else first. */
  readonly isReserved: (table: string) => boolean
  /** Words that stand alone like a column but mean a harmless function. */
  readonly constants: ReadonlySet<string>
  /** Words that mean something else, unless a table is known to have a column of that name. */
  readonly pseudoColumns: ReadonlySet<string>
  /** Whether `column.field` is a field of a struct rather than a call in disguise. */
  readonly hasStructs: boolean
}

export type Names = ReturnType<typeof createNames>

/** Follows what each name of a query means, scope by scope: CTEs, aliases, columns. What it cannot place is refused. */
export const createNames = ({ known, defaultSchema, fold, isReserved, constants, pseudoColumns, hasStructs }: NameRules) => {
  const frames: Frame[] = []
  const tables = new Map<string, TableName>()
  const written = new Set<string>()
  const aliases = new Set<string>()
  const frame = () => frames.at(-1) ?? deny('forbidden-node', 'A name stands outside any SELECT.')
  const inward = () => frames.toReversed()

  const findCte = (name: string) => inward().map(({ ctes }) => ctes.get(name)).find(cte => cte !== undefined)

  const contextTable = (schema: string | null, name: string) => {
    const wanted = { schema: schema ?? defaultSchema, name }
    const found = known.find(table => fold(table.name.schema) === fold(wanted.schema) && fold(table.name.name) === fold(name))
    if (!found || (schema === null && isReserved(name))) {
      return deny('forbidden-table', `The table ${quote(schema === null ? name : tableText(wanted))} is not part of this investigation.`)
    }
    return found
  }

  const addSource = (alias: string, relation: Relation, table: TableName | null = null) => {
    aliases.add(alias.toLowerCase())
    frame().sources.push({ ...relation, alias: fold(alias), table })
  }

  const addTable = ({ schema, name, alias, columns }: { schema: string | null; name: string; alias: string | null; columns: readonly string[] }) => {
    written.add(schema === null ? fold(name) : `${fold(schema)}.${fold(name)}`)
    const cte = schema === null ? findCte(fold(name)) : undefined
    const extra = columns.map(fold)
    if (cte) return addSource(alias ?? name, { ...cte, columns: cte.columns && new Set([...cte.columns, ...extra]) })
    const table = contextTable(schema, name)
    tables.set(tableText(table.name), table.name)
    const own = new Set([...table.columns.map(fold), ...extra])
    addSource(alias ?? name, { columns: own, single: false }, alias === null ? table.name : null)
  }

  const visible = () => inward().flatMap(({ sources }) => sources)
  const hasColumn = ({ columns }: Source, column: string) => columns === null ? !pseudoColumns.has(column) : columns.has(column)

  const sourceOf = (parts: readonly string[]): Source | null => {
    const [first = '', second = '', third] = parts.map(fold)
    if (third !== undefined) {
      const deep = visible().find(({ table, columns }) => table && fold(table.schema) === first && fold(table.name) === second && columns?.has(third))
      if (deep) return deep
    }
    if (parts.length === 1) return visible().find(source => hasColumn(source, first)) ?? null
    const qualified = visible().find(({ alias }) => alias === first)
    if (qualified) return hasColumn(qualified, second) && (parts.length === 2 || hasStructs) ? qualified : null
    return hasStructs ? visible().find(source => hasColumn(source, first)) ?? null : null
  }

  const isKnown = (parts: readonly string[], mayBeOutput: boolean) => {
    const first = fold(parts[0] ?? '')
    if (sourceOf(parts)) return true
    if (pseudoColumns.has(first) || (parts.length > 1 && !hasStructs)) return false
    return (mayBeOutput && inward().some(({ outputs }) => outputs.has(first))) || (parts.length === 1 && constants.has(first))
  }

  const settle = ({ pending }: Frame) => {
    const stray = pending.find(({ parts, mayBeOutput }) => !isKnown(parts, mayBeOutput))
    if (stray) deny('unknown-column', `The column ${quote(stray.parts.join('.'))} is not known in the tables of the query.`)
  }

  return {
    tables, written, aliases, addSource, addTable, sourceOf,
    enter: () => { frames.push({ ctes: new Map(), sources: [], outputs: new Set(), echoes: new Set(), pending: [], links: [], open: false }) },
    /** Ends a SELECT: every column it named must be known by now, and no source may stand beside the others without a predicate. */
    leave(): Columns {
      const ended = frame()
      settle(ended)
      if (!groupsAreJoined(ended.sources, ended.links)) deny('forbidden-node', 'Two tables are joined without a predicate that compares them.')
      frames.pop()
      return ended.open ? null : new Set([...ended.outputs, ...ended.echoes])
    },
    addCte(name: string, relation: Relation) {
      aliases.add(name.toLowerCase())
      frame().ctes.set(fold(name), relation)
    },
    addOutput: (name: string) => { frame().outputs.add(fold(name)) },
    addEcho: (name: string) => { frame().echoes.add(fold(name)) },
    openOutputs: () => { frame().open = true },
    takeOutputs(columns: Columns) {
      if (columns === null) frame().open = true
      else for (const column of columns) frame().outputs.add(column)
    },
    addStar(qualifier: string | null) {
      const { sources, outputs } = frame()
      const starred = sources.filter(({ alias }) => qualifier === null || alias === fold(qualifier))
      if (starred.length === 0) deny('unknown-column', `There is nothing that ${quote(`${qualifier ?? ''}`)}* could stand for.`)
      if (starred.some(({ columns }) => columns === null)) frame().open = true
      for (const column of starred.flatMap(({ columns }) => [...columns ?? []])) outputs.add(column)
    },
    /** Notes the use of a column; `mayBeOutput` where the name that SELECT itself gives to a value would do. */
    refer: (parts: readonly string[], mayBeOutput: boolean) => { frame().pending.push({ parts, mayBeOutput }) },
    sources: (): readonly Source[] => frame().sources,
    link: (link: Link) => { frame().links.push(link) },
  }
}
