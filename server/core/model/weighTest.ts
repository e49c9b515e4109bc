import { nats, weigh } from '../evidence/weigh.ts'
import { verdictOf } from '../hypothesis/ranking.ts'
import type { Verdict } from '../hypothesis/hypothesis.ts'
import type { ModelState } from './modelFacts.ts'
import type { ModelHypothesis, ModelPrediction, ModelTest } from './modelHypothesis.ts'

/**
 * How much a tested prediction tells, in nats; the rule sets it, whatever the model thinks. A number that would tell the same on a normal day tells nothing
 * about this one, and without a normal day beside it no number is more than weak.
 */
export const weighTest = (
  prediction: ModelPrediction,
  { observed, usual }: Pick<ModelTest, 'observed' | 'usual'>,
): number => {
  if (observed === null) return 0
  const alone = weigh(observed, prediction)
  if (usual === null) return Math.max(-nats.weak, Math.min(nats.weak, alone))
  return alone > 0 && weigh(usual, prediction) > 0 ? 0 : alone
}

/** A hypothesis of the model as its tests left it. */
export type ModelStanding = {
  readonly hypothesis: ModelHypothesis
  readonly verdict: Verdict
  readonly nats: number
  readonly tests: readonly (ModelTest & { readonly nats: number })[]
}

/** The verdict on each of the model's hypotheses, by the same rule as on ours: none is supported without a decisive prediction that held. */
export const modelStandings = ({
  hypotheses,
  tests,
}: Pick<ModelState, 'hypotheses' | 'tests'>): readonly ModelStanding[] =>
  hypotheses.map(hypothesis => {
    const own = hypothesis.predictions.flatMap(prediction => {
      const test = tests.find(each => each.prediction === prediction.id)
      return test ? [{ ...test, nats: weighTest(prediction, test) }] : []
    })
    const each = own.map(test => test.nats)
    const isTested = own.length === hypothesis.predictions.length
    return {
      hypothesis,
      verdict: isTested ? verdictOf(each) : 'open',
      nats: each.reduce((sum, one) => sum + one, 0),
      tests: own,
    }
  })
