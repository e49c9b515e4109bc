import { endsOf, type LineageEdge } from '../../core/dataset/lineage.ts'
import { sameTable } from '../../core/dataset/table.ts'
import type { Lineage, LineagePlace } from '../../core/ports/lineage.ts'

type Kept = LineagePlace & { readonly edge: LineageEdge }

/** Lineage kept in memory, for tests. */
export const createMemoryLineage = (): Lineage => {
  let kept: readonly Kept[] = []
  const isAt =
    ({ tenantId, dataSourceId }: LineagePlace) =>
    (other: LineagePlace) =>
      other.tenantId === tenantId && other.dataSourceId === dataSourceId
  const isEdge = (a: LineageEdge, b: LineageEdge) =>
    a.source === b.source && sameTable(a.from, b.from) && sameTable(a.to, b.to)
  const add: Lineage['add'] = async (place, _source, edges) => {
    kept = [
      ...kept.filter(one => !isAt(place)(one) || !edges.some(edge => isEdge(edge, one.edge))),
      ...edges.map(edge => ({ ...place, edge })),
    ]
  }
  return {
    add,
    async replace(place, source, edges) {
      kept = kept.filter(one => !isAt(place)(one) || one.edge.source !== source)
      await add(place, source, edges)
    },
    async around(place, { table, direction, depth, most, sources }) {
      const own = kept
        .filter(isAt(place))
        .map(({ edge }) => edge)
        .filter(({ source }) => sources?.includes(source) ?? true)
      const found: LineageEdge[] = []
      for (let [front, distance] = [[table], 0]; front.length > 0 && distance < depth; distance += 1) {
        const next = own.filter(
          edge => !found.includes(edge) && front.some(near => sameTable(near, endsOf(edge, direction).near)),
        )
        found.push(...next)
        front = next.map(edge => endsOf(edge, direction).far)
      }
      return found.slice(0, most)
    },
  }
}
