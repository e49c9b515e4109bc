import type { Focus } from '../dataset/focus.ts'
import { nodesOf, sameEdge, type FollowedEdge, type TableEdge } from '../dataset/lineage.ts'
import { upstreamOf } from '../measure/upstream.ts'
import type { Question } from '../metric/question.ts'
import { nonEmpty } from '../shared/nonEmpty.ts'

type Looked = { readonly question: Question; readonly focus: Focus }

/** The edges by which a walk upstream goes: as they were told, else as they are inferred. Null in cases from before told edges were kept. */
export const followedEdges = ({ question, focus }: Looked): readonly FollowedEdge[] | null => {
  if (focus.edges || (focus.upstream?.length ?? 0) > 0) return focus.edges ?? null
  const to = focus.table.name
  return upstreamOf(focus, question.metric).map(({ table }) => ({ from: table.name, to, source: null }))
}

/** The context whose walk upstream goes only where other edges lead: what lies behind a dropped one alone is not looked at as an origin. */
export const dropEdges = (looked: Looked, dropped: readonly TableEdge[]): Focus => {
  const { focus } = looked
  if (dropped.length === 0) return focus
  const edges = (followedEdges(looked) ?? []).filter(edge => !dropped.some(out => sameEdge(out, edge)))
  const reached = nodesOf(edges, focus.table.name, 'upstream').map(({ table }) => table)
  // An empty list would be inferred anew, and lead back to what was just dropped.
  return { ...focus, edges, upstream: nonEmpty(reached) ?? [focus.table.name] }
}
