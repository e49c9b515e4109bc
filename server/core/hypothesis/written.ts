import type { Range, Strength, Unit } from './hypothesis.ts'

/** What a hypothesis in somebody's own words expects of one number, registered with its query before that may run. */
export type WrittenPrediction = {
  /** Unique within the case: 'm1.2.p1' a model's, 'own1.p1' a person's. */
  readonly id: string
  readonly claim: string
  readonly unit: Unit
  readonly ifTrue: Range
  readonly ifFalse: Range
  readonly strength: Strength
  /** As it was written: `{{rows}}` stands for the rows of a day, other names in braces for values that a model was told by a token. */
  readonly sql: string
}

/** A possible cause in somebody's own words. It stands beside ours and takes no probability from them. */
export type WrittenHypothesis = {
  readonly id: string
  readonly statement: string
  readonly predictions: readonly WrittenPrediction[]
}

/** What came of a prediction: the number on the alert's rows, and the same query's number on a normal day. */
export type WrittenTest = {
  readonly prediction: string
  readonly observed: number | null
  /** Null where no normal day could be asked about in the same words. */
  readonly usual: number | null
  /** Why there is no number. */
  readonly problem: string | null
  readonly queries: readonly string[]
}
