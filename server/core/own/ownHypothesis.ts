import type { ByPerson } from '../approval/request.ts'
import type { WrittenHypothesis, WrittenPrediction, WrittenTest } from '../hypothesis/written.ts'

/** A possible cause that a person put in their own words, with a query of their own for each thing it predicts. */
export type OwnHypothesis = WrittenHypothesis & ByPerson

/** The same before the case has named it. */
export type OwnWish = { readonly statement: string; readonly predictions: readonly Omit<WrittenPrediction, 'id'>[] }

export type OwnDropped = ByPerson & { readonly reason: string | null }

/** What can happen to people's own hypotheses. */
export type OwnEvent =
  | Fact<'OwnHypothesisAdded', { hypothesis: OwnHypothesis }>
  | Fact<'OwnPredictionTested', { test: WrittenTest }>
  | Fact<'OwnHypothesisDropped', OwnDropped & { hypothesis: string }>

type Fact<Type extends string, Data> = { readonly type: Type; readonly data: Readonly<Data> }

/** The case as far as people's own hypotheses are part of it; `dropped` by the id of the hypothesis. */
export type OwnState = {
  readonly hypotheses: readonly OwnHypothesis[]
  readonly tests: readonly WrittenTest[]
  readonly dropped: Readonly<Record<string, OwnDropped>>
}

export const noneOfOwn: OwnState = { hypotheses: [], tests: [], dropped: {} }

/** Those that nobody took out again. */
export const standingOwn = ({ hypotheses, dropped }: OwnState): readonly OwnHypothesis[] =>
  hypotheses.filter(({ id }) => !Object.hasOwn(dropped, id))
