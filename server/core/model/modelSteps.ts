import { rank } from '../hypothesis/ranking.ts'
import type { State } from '../investigation/state.ts'
import type { Step } from '../investigation/step.ts'
import type { ModelState } from './modelFacts.ts'
import { modelStandings } from './weighTest.ts'

/** Why no further round is asked for. */
export type ModelStop = 'certain' | 'rounds' | 'nothingMore' | 'nothingTold'

/** A leader as probable as this leaves nothing to separate. */
const certain = 0.9

/** Why another look would not be worth its price; null where it would. */
export const modelStop = (
  state: Pick<State, 'hypotheses' | 'evidence' | 'weighed'>,
  model: ModelState,
): ModelStop | null => {
  const [leader] = rank(state)
  if (leader?.verdict === 'supported' && leader.probability >= certain) return 'certain'
  if (model.rounds === 0) return null
  if (!model.wantsMore) return 'nothingMore'
  if (model.rounds >= model.terms.maxRounds) return 'rounds'
  const last = modelStandings(model).filter(({ hypothesis }) => hypothesis.id.startsWith(`m${model.rounds}.`))
  return last.every(({ tests }) => tests.every(({ nats }) => nats === 0)) ? 'nothingTold' : null
}

/** The prediction to be tested next; null where none is open. */
export const openPrediction = ({ hypotheses, tests }: ModelState) =>
  hypotheses
    .flatMap(({ predictions }) => predictions)
    .find(({ id }) => !tests.some(({ prediction }) => prediction === id)) ?? null

/** What the model's part calls for: its predictions one by one, then another round if it is worth it, then the prose. */
export const modelSteps = (state: State): readonly Step[] => {
  const { model } = state
  if (!model || model.left) return []
  const open = openPrediction(model)
  if (open) return [{ kind: 'testPrediction', prediction: open.id }]
  if (modelStop(state, model) === null) return [{ kind: 'askModel', round: model.rounds + 1 }]
  return model.prose === null ? [{ kind: 'draftProse' }] : []
}
