import type { LineageEdge, LineageSource } from '../dataset/lineage.ts'
import type { Result } from '../shared/result.ts'

/** `message` names the part that is wrong and quotes nothing of it. */
export type UnreadableLineage = { readonly code: 'unreadable'; readonly message: string }

/** Reads what another program tells of lineage. */
export type LineageReader = {
  readonly source: LineageSource
  /** Whether a text tells everything that its source knows, or adds to it. */
  readonly tells: 'everything' | 'more'
  read(text: string): Result<readonly LineageEdge[], UnreadableLineage>
}
