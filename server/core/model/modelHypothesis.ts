import type { WrittenHypothesis, WrittenPrediction, WrittenTest } from '../hypothesis/written.ts'

/** What a hypothesis of the model expects, a possible cause that it thought of, and what came of a prediction of its own. */
export type ModelPrediction = WrittenPrediction
export type ModelHypothesis = WrittenHypothesis
export type ModelTest = WrittenTest

/** One paid call: how many tokens of which model. */
export type ModelUse = {
  /** The row in the ledger of what left. */
  readonly callId: string
  readonly model: string
  readonly purpose: ModelPurpose
  readonly inputTokens: number
  readonly outputTokens: number
  /** Of the input, read from the provider's cache; it is not among `inputTokens`. */
  readonly cachedTokens: number
}

export type ModelPurpose = 'propose' | 'repair' | 'draft'
