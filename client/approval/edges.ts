import type { LineageSource } from '../gql/graphql.ts'
import { sourceWords } from '../lineage/sourceWords.ts'

type Name = { readonly schema: string; readonly name: string }
export type Edge = { readonly from: Name; readonly to: Name }

/** The edge in words, from the side of the table that is made. */
export const edgeText = ({ from, to }: Edge) => `${to.schema}.${to.name} from ${from.schema}.${from.name}`

export const whoTold = ({ source }: { readonly source?: LineageSource | null }) =>
  source ? sourceWords[source] : 'inferred'

/** Whether something is made from this table. */
export const isUpstream = ({ schema, name }: Name, edges: readonly { readonly from: Name }[]) =>
  edges.some(({ from }) => from.schema === schema && from.name === name)

/** Each edge once, whoever else told it too: a reviewer takes it out as a whole. */
export const distinctEdges = <Any extends Edge>(edges: readonly Any[]): readonly Any[] => [
  ...new Map(edges.map(edge => [edgeText(edge), edge])).values(),
]
