import { weighEvidence } from '../evidence/weigh.ts'
import type { Case } from '../measure/planned.ts'
import type { Prediction } from './hypothesis.ts'
import { isRefutation } from './ranking.ts'

/** The predictions that can still change what the case comes to: a hypothesis that one scan has refuted needs no other. */
export const openPredictions = (state: Case): readonly Prediction[] => {
  const asked = state.predictions.filter(({ scan }) => scan === 'series' || state.scansDone.includes(scan))
  const refuted = new Set(
    weighEvidence({ ...state, predictions: asked })
      .filter(({ nats }) => isRefutation(nats))
      .map(({ hypothesis }) => hypothesis),
  )
  return state.predictions.filter(({ hypothesis }) => !refuted.has(hypothesis))
}
