/** A table of the tree; `columns` null until they are asked for. */
export type TreeTable = {
  readonly schema: string
  readonly name: string
  readonly isView: boolean
  readonly rowEstimate?: number | null | undefined
  readonly matchedColumns: readonly string[]
}
export type TreeColumn = { readonly name: string; readonly nativeType: string; readonly isKey: boolean }
export type TreeSchema = { readonly name: string; readonly tableCount: number }

type Place = {
  readonly id: string
  readonly level: 1 | 2 | 3
  readonly position: number
  readonly size: number
  readonly label: string
}
export type TreeRow = Place &
  (
    | { readonly kind: 'schema'; readonly schema: TreeSchema; readonly expanded: boolean }
    | { readonly kind: 'table'; readonly table: TreeTable; readonly expanded: boolean }
    | { readonly kind: 'column'; readonly table: TreeTable; readonly column: TreeColumn }
    | { readonly kind: 'waiting' }
  )

export type TreeState = {
  readonly schemas: readonly TreeSchema[]
  readonly tables: ReadonlyMap<string, readonly TreeTable[]>
  readonly columns: ReadonlyMap<string, readonly TreeColumn[]>
  readonly expanded: ReadonlySet<string>
}

export const schemaId = (name: string) => `schema ${name}`
export const tableId = ({ schema, name }: Pick<TreeTable, 'schema' | 'name'>) => `table ${schema}.${name}`

/** What of the tree can be seen, from top to bottom, as if it were all on the page. */
export const treeRows = (state: TreeState): readonly TreeRow[] =>
  state.schemas.flatMap((schema, index): TreeRow[] => {
    const id = schemaId(schema.name)
    const expanded = state.expanded.has(id)
    const row: TreeRow = {
      kind: 'schema',
      id,
      level: 1,
      position: index + 1,
      size: state.schemas.length,
      label: schema.name,
      schema,
      expanded,
    }
    if (!expanded) return [row]
    const tables = state.tables.get(schema.name) ?? []
    const size = Math.max(schema.tableCount, tables.length)
    const waiting: TreeRow[] =
      tables.length < schema.tableCount
        ? [{ kind: 'waiting', id: `${id} …`, level: 2, position: size, size, label: '' }]
        : []
    return [
      row,
      ...tables.flatMap((table, place) => tableRows(table, { position: place + 1, size }, state)),
      ...waiting,
    ]
  })

const tableRows = (
  table: TreeTable,
  place: Pick<Place, 'position' | 'size'>,
  { columns, expanded }: TreeState,
): TreeRow[] => {
  const id = tableId(table)
  const row: TreeRow = { kind: 'table', id, level: 2, ...place, label: table.name, table, expanded: expanded.has(id) }
  if (!row.expanded) return [row]
  const known = columns.get(id)
  if (!known) return [row, { kind: 'waiting', id: `${id} …`, level: 3, position: 1, size: 1, label: '' }]
  return [
    row,
    ...known.map((column, index): TreeRow => ({
      kind: 'column',
      id: `${id} ${column.name}`,
      level: 3,
      position: index + 1,
      size: known.length,
      label: column.name,
      table,
      column,
    })),
  ]
}

export type TreeMove = { readonly to?: number; readonly toggle?: string }

const parentOf = (rows: readonly TreeRow[], at: number) =>
  rows.findLastIndex(({ level }, index) => index < at && level < (rows[at]?.level ?? 1))

/** What a key does in a tree, by the WAI-ARIA pattern; null for a key that means nothing here. */
export const treeMove = (key: string, rows: readonly TreeRow[], at: number): TreeMove | null => {
  const row = rows[at]
  const canOpen = row?.kind === 'schema' || row?.kind === 'table'
  switch (key) {
    case 'ArrowDown':
      return { to: Math.min(rows.length - 1, at + 1) }
    case 'ArrowUp':
      return { to: Math.max(0, at - 1) }
    case 'Home':
      return { to: 0 }
    case 'End':
      return { to: rows.length - 1 }
    case 'ArrowRight':
      return !canOpen ? {} : row.expanded ? { to: Math.min(rows.length - 1, at + 1) } : { toggle: row.id }
    case 'ArrowLeft':
      return canOpen && row.expanded ? { toggle: row.id } : { to: Math.max(0, parentOf(rows, at)) }
    default:
      return null
  }
}

/** The next row whose name begins so, after the one at hand; a single letter typed again goes on to the next. */
export const typedAhead = (typed: string, rows: readonly TreeRow[], at: number): number | null => {
  const wanted = [...typed.toLowerCase()].every((sign, _index, all) => sign === all[0])
    ? typed.slice(0, 1).toLowerCase()
    : typed.toLowerCase()
  const from = typed.length > 1 && wanted.length > 1 ? at : at + 1
  const order = [...rows.keys()].map(index => (index + from) % Math.max(1, rows.length))
  return order.find(index => rows[index]?.label.toLowerCase().startsWith(wanted) === true) ?? null
}
