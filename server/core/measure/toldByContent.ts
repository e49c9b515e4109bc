import type { Focus } from '../dataset/focus.ts'
import type { FollowedEdge } from '../dataset/lineage.ts'
import { sameTable, type TableName } from '../dataset/table.ts'
import type { Signal } from './signal.ts'

/** Whether nobody told, by lineage or by a person, what the table is made from. */
export const isUntold = ({ upstream = [], edges = [] }: Focus) => upstream.length === 0 && edges.length === 0

/** Whether a table is followed upstream because it holds the same rows, and for nothing else. */
export const isToldByContent = ({ edges = [] }: Pick<Focus, 'edges'>, name: TableName) =>
  edges.some(({ from, byContent }) => byContent === true && sameTable(from, name))

/** The context once it was seen which tables hold the same rows: the walk upstream goes there, with the columns by the names that they have there. */
export const toldByContent = (focus: Focus, signal: Signal): Focus => {
  if (signal.scan !== 'kin' || !isUntold(focus)) return focus
  const { parents, strangers = [], table } = focus
  const found = signal.tables.filter(({ verdict }) => verdict === 'upstream')
  const tables = found.flatMap(
    ({ table: name }) => [...parents, ...strangers].find(other => sameTable(other.name, name)) ?? [],
  )
  if (tables.length === 0) return focus
  const edges = found.map(({ table: from, key, columns }): FollowedEdge => {
    const renamed = [key, ...columns].flatMap(pair => (pair.from === pair.to ? [] : [{ from: pair.from, to: pair.to }]))
    return { from, to: table.name, source: null, byContent: true, renamed }
  })
  return {
    ...focus,
    parents: [...parents, ...tables.filter(other => !parents.includes(other))],
    strangers: strangers.filter(other => !tables.includes(other)),
    upstream: found.map(({ table: name }) => name),
    edges,
  }
}
