import { nodesOf, type ColumnPair, type FollowedEdge } from '../../core/dataset/lineage.ts'
import { sameTable, type TableName } from '../../core/dataset/table.ts'
import type { Lineage, LineagePlace } from '../../core/ports/lineage.ts'

/** Tables that a table is made from, the nearest first, and the edges that lead to them. */
export type Followed = { readonly tables: readonly TableName[]; readonly edges: readonly FollowedEdge[] }

/** Whom to ask, and about which data source. */
export type Told = { readonly lineage: Pick<Lineage, 'around'>; readonly place: LineagePlace }

/** How far and to how many tables stored lineage is followed; foreign keys tell nothing of where rows come from. */
const upstreamDepth = 4
const mostUpstream = 12

/** A context says no more of columns than that they are called otherwise. */
const mostRenamed = 200
const renamedIn = (columns: readonly ColumnPair[]): Pick<FollowedEdge, 'renamed'> => {
  const renamed = columns.filter(({ from, to }) => from !== to).slice(0, mostRenamed)
  return renamed.length > 0 ? { renamed } : {}
}

/** By these edges, as far as they are near enough. */
const followed = (edges: readonly FollowedEdge[], table: TableName): Followed => {
  const tables = nodesOf(edges, table, 'upstream')
    .slice(0, mostUpstream)
    .map(node => node.table)
  const isNear = (name: TableName) => [table, ...tables].some(near => sameTable(near, name))
  return { tables, edges: edges.filter(({ from, to }) => isNear(from) && isNear(to)) }
}

const toldEdges = async ({ lineage, place }: Told, table: TableName): Promise<readonly FollowedEdge[]> => {
  const edges = await lineage.around(place, {
    table,
    direction: 'upstream',
    depth: upstreamDepth,
    most: 200,
    sources: ['dbt', 'openLineage', 'view'],
  })
  return edges.map(({ source, from, to, columns }) => ({ source, from, to, ...renamedIn(columns) }))
}

/** What stored lineage tells of a table. */
export const toldUpstream = async (told: Told, table: TableName): Promise<Followed> =>
  followed(await toldEdges(told, table), table)

/** What it tells of the tables that this one seems to be made from, where it tells nothing of the table itself; null where it knows none of them either. */
export const toldBehind = async (
  told: Told,
  table: TableName,
  inferred: readonly TableName[],
): Promise<Followed | null> => {
  const behind = (await Promise.all(inferred.map(name => toldEdges(told, name)))).flat()
  if (behind.length === 0) return null
  return followed([...inferred.map(from => ({ from, to: table, source: null })), ...behind], table)
}
