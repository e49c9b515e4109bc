import type { Brief } from '../model/brief.ts'
import type { Drafted } from '../model/citedProse.ts'
import type { ModelHypothesis, ModelPrediction, ModelUse } from '../model/modelHypothesis.ts'
import type { ModelTerms } from '../model/terms.ts'
import type { CaseRef, DataSourceId, TenantId } from '../shared/ids.ts'
import type { Result } from '../shared/result.ts'

/** Why a model gave no answer that can be used. `message` is for people: no host, no key, no text of the provider or the model. */
export type ModelProblem = {
  readonly code:
    | 'overloaded'
    | 'rate-limited'
    | 'unavailable'
    | 'timed-out'
    | 'cut-off'
    | 'refused'
    | 'invalid-answer'
    | 'too-long'
    | 'bad-key'
    | 'budget-spent'
    | 'off'
  readonly message: string
  /** What was paid for all the same. */
  readonly uses: readonly ModelUse[]
}

export type ModelAnswer<Value> = { readonly value: Value; readonly uses: readonly ModelUse[] }

/** One call. `key` names it within the case: the same again is answered from what was paid for already. */
export type ModelAsk = {
  readonly ref: CaseRef
  readonly dataSourceId: DataSourceId
  readonly key: string
  readonly terms: ModelTerms
  /** How the data source spells SQL, as a word: 'duckdb'. */
  readonly dialect: string
  readonly brief: Brief
  readonly signal: AbortSignal
}

export type Proposal = {
  readonly hypotheses: readonly (Omit<ModelHypothesis, 'id' | 'predictions'> & {
    readonly predictions: readonly Omit<ModelPrediction, 'id'>[]
  })[]
  readonly wantsMore: boolean
}

/** A query that was refused, and in which words. */
export type ToMend = { readonly claim: string; readonly sql: string; readonly problem: string }

/** A model that thinks along. It proposes and words; it never runs, weighs or decides anything. Implementations must pass `modelContract`. */
export interface Model {
  /** On which terms it takes part in cases of this data source; null where there is no key, or the tenant does not want it. */
  termsFor(tenantId: TenantId, dataSourceId: DataSourceId): Promise<ModelTerms | null>
  /** Further hypotheses, each with predictions and the query of each. Never throws for what the provider does. */
  propose(asked: ModelAsk): Promise<Result<ModelAnswer<Proposal>, ModelProblem>>
  /** Another text for a query that was refused. */
  repair(
    asked: ModelAsk & { readonly mend: ToMend },
  ): Promise<Result<ModelAnswer<{ readonly sql: string }>, ModelProblem>>
  /** Sentences for the report, each with the ids of the evidence in the brief that it cites. */
  draft(asked: ModelAsk): Promise<Result<ModelAnswer<readonly Drafted[]>, ModelProblem>>
}
