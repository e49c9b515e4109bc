import type { Onset, Segment } from '../../server/core/finding/finding.ts'
import type { Question } from '../../server/core/metric/question.ts'
import type { TrueKind } from './recipe.ts'

export type BenchQuestion = Omit<Question, 'dataSourceId'>

/** What is right to answer; of each list every entry is acceptable, the plainest first. */
export type Truth = {
  readonly causes: readonly [TrueKind, ...TrueKind[]]
  /** Each is the whole list of segments, [] for everywhere. */
  readonly segments: readonly (readonly Segment[])[]
  readonly onsets: readonly Onset[]
  readonly origins: readonly string[]
  /** SQL that holds for the damaged rows as they are now; null where they are gone or have moved. */
  readonly rows: string | null
}
