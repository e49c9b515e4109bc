import type { Statement } from '../finding/finding.ts'
import type { ModelHypothesis, ModelTest, ModelUse } from './modelHypothesis.ts'
import type { ModelTerms } from './terms.ts'

/** What can happen between a case and a model. What it said is in these facts as far as the case goes on with it; what it was told is in the ledger. */
export type ModelEvent =
  | Fact<'ModelInvited', { terms: ModelTerms }>
  | Fact<'ModelAnswered', { round: number | null; uses: readonly ModelUse[]; wantsMore: boolean }>
  | Fact<'ModelHypothesisProposed', { hypothesis: ModelHypothesis }>
  | Fact<'ModelQueryRepaired', { prediction: string; sql: string; because: string }>
  | Fact<'ModelPredictionTested', { test: ModelTest }>
  | Fact<'ModelProseDrafted', { sentences: readonly Statement[]; removed: number }>
  | Fact<'ModelLeft', { code: string; message: string; uses: readonly ModelUse[] }>

type Fact<Type extends string, Data> = { readonly type: Type; readonly data: Readonly<Data> }

/** The case as far as the model is part of it. */
export type ModelState = {
  readonly terms: ModelTerms
  readonly rounds: number
  readonly wantsMore: boolean
  readonly hypotheses: readonly ModelHypothesis[]
  /** The predictions whose query was mended, once for each time. */
  readonly repairs: readonly string[]
  readonly tests: readonly ModelTest[]
  /** Sentences drafted for the report; null until that was tried. */
  readonly prose: readonly Statement[] | null
  /** Why the case goes on without it; null while it takes part. */
  readonly left: { readonly code: string; readonly message: string } | null
}
