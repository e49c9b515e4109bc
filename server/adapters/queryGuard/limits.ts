import type { QueryOrigin } from '../../core/ports/queryGuard.ts'

/** How large a query may be. `maxDepth` counts open brackets and CASEs, `maxJoins` every join of the statement. */
export type GuardLimits = {
  readonly maxBytes: number
  readonly maxTokens: number
  readonly maxDepth: number
  readonly maxJoins: number
  /** How long the worker may work on it, in milliseconds; then it is stopped and the query refused. */
  readonly deadlineMs: number
}

/** The planner fuses many measures into one wide scan; a model or a person writes for a reader. */
export const guardLimits: { readonly [Origin in QueryOrigin]: GuardLimits } = {
  planner: { maxBytes: 64 * 1024, maxTokens: 12_000, maxDepth: 60, maxJoins: 16, deadlineMs: 1_000 },
  untrusted: { maxBytes: 32 * 1024, maxTokens: 2_000, maxDepth: 40, maxJoins: 8, deadlineMs: 200 },
}
