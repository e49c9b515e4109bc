import type { State } from '../investigation/state.ts'
import type { Step } from '../investigation/step.ts'
import { standingOwn, type OwnHypothesis, type OwnState } from './ownHypothesis.ts'

type Open = { readonly hypothesis: OwnHypothesis; readonly prediction: OwnHypothesis['predictions'][number] }

/** The predictions of people that have not been tested yet. */
const openOwn = (own: OwnState): readonly Open[] =>
  standingOwn(own)
    .flatMap(hypothesis => hypothesis.predictions.map(prediction => ({ hypothesis, prediction })))
    .filter(({ prediction: { id } }) => !own.tests.some(({ prediction }) => prediction === id))

/** The open prediction of that id, with whose it is; null where it is tested, dropped or unknown. */
export const openOwnPrediction = (own: OwnState, id: string): Open | null =>
  openOwn(own).find(({ prediction }) => prediction.id === id) ?? null

/** People's questions hold nothing else up, and are answered before the report is drawn. */
export const ownSteps = ({ own }: Pick<State, 'own'>): readonly Step[] =>
  openOwn(own).map(({ prediction }) => ({ kind: 'testOwn', prediction: prediction.id }))
