import type { TableName } from '../../core/dataset/table.ts'
import { createColumnNames, type ColumnRules } from './columnNames.ts'
import { groupsAreJoined, type Link } from './joined.ts'
import { deny, quote } from './refusal.ts'
import { createScopes, type Columns, type Reference, type Relation, type Scopes, type Source } from './scopes.ts'
import { createTableNames, type TableRules } from './tableNames.ts'

export type NameRules = TableRules & ColumnRules
type TableUse = {
  readonly schema: string | null
  readonly name: string
  readonly alias: string | null
  readonly columns: readonly string[]
}

export type Names = ReturnType<typeof createNames>

/** Tables, subqueries and CTEs: what FROM and WITH bring in. */
const sourceNames = (rules: NameRules, scopes: Scopes) => {
  const { fold } = rules
  const tables = createTableNames(rules)
  const written = new Set<string>()
  const aliases = new Set<string>()
  const findCte = (name: string) =>
    scopes
      .inward()
      .map(({ ctes }) => ctes.get(name))
      .find(cte => cte !== undefined)

  const addSource = (alias: string, relation: Relation, table: TableName | null = null) => {
    aliases.add(alias.toLowerCase())
    scopes.current().sources.push({ ...relation, alias: fold(alias), table })
  }

  return {
    written,
    aliases,
    addSource,
    touched: tables.touched,
    /** A table or a CTE in FROM; `columns` are the names its alias gives to columns. */
    addTable({ schema, name, alias, columns }: TableUse) {
      written.add(schema === null ? fold(name) : `${fold(schema)}.${fold(name)}`)
      const cte = schema === null ? findCte(fold(name)) : undefined
      const renamed = columns.map(fold)
      if (cte)
        return addSource(alias ?? name, { ...cte, columns: cte.columns && new Set([...cte.columns, ...renamed]) })
      const table = tables.find(schema, name)
      addSource(
        alias ?? name,
        { columns: new Set([...table.columns.map(fold), ...renamed]), single: false },
        alias === null ? table.name : null,
      )
    },
    addCte(name: string, relation: Relation) {
      aliases.add(name.toLowerCase())
      scopes.current().ctes.set(fold(name), relation)
    },
    sources: (): readonly Source[] => scopes.current().sources,
    link: (link: Link) => {
      scopes.current().links.push(link)
    },
  }
}

/** The columns that a SELECT gives back. */
const outputNames = ({ fold }: NameRules, scopes: Scopes) => ({
  addOutput: (name: string) => {
    scopes.current().outputs.add(fold(name))
  },
  addEcho: (name: string) => {
    scopes.current().echoes.add(fold(name))
  },
  openOutputs: () => {
    scopes.current().open = true
  },
  takeOutputs(columns: Columns) {
    if (columns === null) scopes.current().open = true
    else for (const column of columns) scopes.current().outputs.add(column)
  },
  addStar(qualifier: string | null) {
    const scope = scopes.current()
    const starred = scope.sources.filter(({ alias }) => qualifier === null || alias === fold(qualifier))
    if (starred.length === 0)
      deny('unknown-column', `There is nothing that ${quote(qualifier ?? '')}* could stand for.`)
    if (starred.some(({ columns }) => columns === null)) scope.open = true
    for (const column of starred.flatMap(({ columns }) => [...(columns ?? [])])) scope.outputs.add(column)
  },
})

/** Follows what each name of a query means, scope by scope: CTEs, aliases, columns. What it cannot place is refused. */
export const createNames = (rules: NameRules) => {
  const scopes = createScopes()
  const columns = createColumnNames(rules, scopes)
  return {
    ...sourceNames(rules, scopes),
    ...outputNames(rules, scopes),
    sourceOf: columns.sourceOf,
    enter: scopes.enter,
    refer: (reference: Reference) => {
      scopes.current().pending.push(reference)
    },
    /** Ends a SELECT: every column it named must be known by now, and no source may stand beside the others without a predicate. */
    leave(): Columns {
      const { pending, sources, links, open, outputs, echoes } = scopes.current()
      const stray = pending.find(({ parts, mayBeOutput }) => !columns.isKnown(parts, mayBeOutput))
      if (stray)
        deny('unknown-column', `The column ${quote(stray.parts.join('.'))} is not known in the tables of the query.`)
      if (!groupsAreJoined(sources, links))
        deny('forbidden-node', 'Two tables are joined without a predicate that compares them.')
      scopes.leave()
      return open ? null : new Set([...outputs, ...echoes])
    },
  }
}
