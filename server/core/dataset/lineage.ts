import { sameTable, tableText, type TableName } from './table.ts'

/** Who says so. Foreign keys tell what refers to what; the others, what is made from what: definitions of views, and those who run the transformations. */
export const lineageSources = ['foreignKey', 'dbt', 'openLineage', 'view'] as const

export type LineageSource = (typeof lineageSources)[number]

/** One table goes into another. */
export type TableEdge = { readonly from: TableName; readonly to: TableName }

/** An edge that a walk upstream follows, and who told it; null: nobody did, it is inferred from names and columns. */
export type FollowedEdge = TableEdge & {
  readonly source: LineageSource | null
  /** Columns that go by another name in the table that is made; absent where none do, or nobody told. */
  readonly renamed?: readonly ColumnPair[]
  /** Nobody told and no name did: both tables hold the same rows. */
  readonly byContent?: true
}

/** One column of the table behind goes into one of the table that is made. */
export type ColumnPair = { readonly from: string; readonly to: string }

/** `columns` where the source tells which column goes into which, else empty. */
export type LineageEdge = TableEdge & {
  readonly source: LineageSource
  readonly columns: readonly ColumnPair[]
}

/** `upstream`: what a table is made from; `downstream`: what is made from it. */
export type LineageDirection = 'upstream' | 'downstream'

/** How many edges away; 1 is next to it. */
export type LineageNode = { readonly table: TableName; readonly distance: number }

export const sameEdge = (a: TableEdge, b: TableEdge) => sameTable(a.from, b.from) && sameTable(a.to, b.to)

/** The edge in words, from the side of the table that is made. */
export const edgeText = ({ from, to }: TableEdge) => `${tableText(to)} from ${tableText(from)}`

/** The far end of an edge, and the near one. */
export const endsOf = ({ from, to }: TableEdge, direction: LineageDirection) =>
  direction === 'upstream' ? { near: to, far: from } : { near: from, far: to }

/** The tables that edges lead to from this one, the nearest first, each once, itself left out. */
export const nodesOf = (
  edges: readonly TableEdge[],
  table: TableName,
  direction: LineageDirection,
): readonly LineageNode[] => {
  const nodes: LineageNode[] = []
  const known = new Set([tableText(table)])
  for (let [front, distance] = [[table], 1]; front.length > 0; distance += 1) {
    const near = new Set(front.map(tableText))
    const next = edges
      .map(edge => endsOf(edge, direction))
      .filter(ends => near.has(tableText(ends.near)))
      .map(({ far }) => far)
    front = next.filter(far => !known.has(tableText(far)) && known.add(tableText(far)))
    nodes.push(...front.map(far => ({ table: far, distance })))
  }
  return nodes
}

/** What a column of a table is called in one that it is made from, by the first way that the edges lead there; its own name where none says otherwise. */
export const nameUpstream = (
  edges: readonly FollowedEdge[],
  { table, column }: { readonly table: TableName; readonly column: string },
  far: TableName,
): string => {
  const known = new Set([tableText(table)])
  let front = [{ table, column }]
  while (front.length > 0) {
    const there = front.find(place => sameTable(place.table, far))
    if (there) return there.column
    front = front.flatMap(place =>
      edges.flatMap(({ from, to, renamed = [] }) => {
        if (!sameTable(to, place.table) || known.has(tableText(from))) return []
        known.add(tableText(from))
        return [{ table: from, column: renamed.find(pair => pair.to === place.column)?.from ?? place.column }]
      }),
    )
  }
  return column
}

/** Edges of one source, each once, none from a table to itself; what doubled ones say of columns is put together. */
export const uniqueEdges = (edges: readonly LineageEdge[]): readonly LineageEdge[] => {
  const found = new Map<string, LineageEdge>()
  for (const edge of edges) {
    if (sameTable(edge.from, edge.to)) continue
    const key = JSON.stringify([edge.source, edge.from.schema, edge.from.name, edge.to.schema, edge.to.name])
    const before = found.get(key)?.columns ?? []
    const more = edge.columns.filter(({ from, to }) => !before.some(known => known.from === from && known.to === to))
    found.set(key, { ...edge, columns: [...before, ...more] })
  }
  return [...found.values()]
}
