import type { Range, Strength, Unit } from '../hypothesis/hypothesis.ts'

/** What a hypothesis of the model expects of one number, registered with its query before that may run. */
export type ModelPrediction = {
  /** Unique within the case: 'm1.2.p1'. */
  readonly id: string
  readonly claim: string
  readonly unit: Unit
  readonly ifTrue: Range
  readonly ifFalse: Range
  readonly strength: Strength
  /** As the model wrote it: `{{rows}}` stands for the rows of a day, other names in braces for values that it was told by a token. */
  readonly sql: string
}

/** A possible cause that the model thought of. It stands beside ours and takes no probability from them. */
export type ModelHypothesis = { readonly id: string; readonly statement: string; readonly predictions: readonly ModelPrediction[] }

/** What came of a prediction: the number on the alert's rows, and the same query's number on a normal day. */
export type ModelTest = {
  readonly prediction: string
  readonly observed: number | null
  /** Null where no normal day could be asked about in the same words. */
  readonly usual: number | null
  /** Why there is no number. */
  readonly problem: string | null
  readonly queries: readonly string[]
}

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
