import { unreachable } from '../shared/unreachable.ts'
import type { ModelEvent, ModelState } from './modelFacts.ts'
import type { ModelHypothesis } from './modelHypothesis.ts'

/** What one more fact makes of the model's part. */
export const evolveModel = (model: ModelState | null, event: ModelEvent): ModelState | null => {
  if (event.type === 'ModelInvited') {
    return {
      terms: event.data.terms,
      rounds: 0,
      wantsMore: true,
      hypotheses: [],
      repairs: [],
      tests: [],
      prose: null,
      left: null,
    }
  }
  return model && goOn(model, event)
}

const goOn = (model: ModelState, event: Exclude<ModelEvent, { type: 'ModelInvited' }>): ModelState => {
  switch (event.type) {
    case 'ModelAnswered':
      return event.data.round === null ? model : { ...model, rounds: event.data.round, wantsMore: event.data.wantsMore }
    case 'ModelHypothesisProposed':
      return { ...model, hypotheses: [...model.hypotheses, event.data.hypothesis] }
    case 'ModelQueryRepaired':
      return {
        ...model,
        repairs: [...model.repairs, event.data.prediction],
        hypotheses: model.hypotheses.map(hypothesis => mended(hypothesis, event.data)),
      }
    case 'ModelPredictionTested':
      return { ...model, tests: [...model.tests, event.data.test] }
    case 'ModelProseDrafted':
      return { ...model, prose: event.data.sentences }
    case 'ModelLeft':
      return { ...model, left: { code: event.data.code, message: event.data.message } }
    default:
      return unreachable(event)
  }
}

const mended = (
  hypothesis: ModelHypothesis,
  { prediction, sql }: { prediction: string; sql: string },
): ModelHypothesis => ({
  ...hypothesis,
  predictions: hypothesis.predictions.map(each => (each.id === prediction ? { ...each, sql } : each)),
})

/** A piece of the model's work that was given up: a prediction stays untested, anything else lets the model go. */
export const givenUpModel = (
  model: ModelState,
  step: string,
  problem: { readonly code: string; readonly message: string },
): ModelState => {
  if (step.startsWith('testPrediction:')) {
    const test = {
      prediction: step.slice('testPrediction:'.length),
      observed: null,
      usual: null,
      problem: problem.message,
      queries: [],
    }
    return { ...model, tests: [...model.tests, test] }
  }
  return step.startsWith('askModel:') || step === 'draftProse' ? { ...model, left: problem } : model
}
