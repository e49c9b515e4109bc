import { rejectedQueries } from '../approval/approvals.ts'
import { faultOf } from '../fault/index.ts'
import type { Prediction, Range, Strength } from '../hypothesis/hypothesis.ts'
import { weights } from '../hypothesis/weights.ts'
import type { Case } from '../measure/planned.ts'
import type { Evidence } from './evidence.ts'

/** Log-likelihood ratio of a prediction that holds, in nats. */
export const nats: Readonly<Record<Strength, number>> = weights.evidence

/** How far the number lies outside the range; 0 inside. */
const distance = (value: number, { min, max }: Range) =>
  Math.max(0, min === null ? 0 : min - value, max === null ? 0 : value - max)

/** All of the weight for a number in the range expected if true, all of it against in the other, and in between by how near it is to each. */
export const weigh = (
  observed: number,
  { ifTrue, ifFalse, strength }: Pick<Prediction, 'ifTrue' | 'ifFalse' | 'strength'>,
): number => {
  const fromTrue = distance(observed, ifTrue)
  const fromFalse = distance(observed, ifFalse)
  if (fromTrue === 0) return fromFalse === 0 ? 0 : nats[strength]
  if (fromFalse === 0) return -nats[strength]
  return (nats[strength] * (fromFalse - fromTrue)) / (fromFalse + fromTrue)
}

/** Why a prediction has no number: somebody kept its query from running, it was not needed, or it cannot be told here. */
const untested = ({ approvals, scansDone }: Case, { scan }: Prediction): string => {
  const rejected = rejectedQueries(approvals).find(({ content }) => content.scan === scan)
  if (rejected) return `Not tested: ${rejected.text}.`
  return scan === 'series' || scansDone.includes(scan)
    ? 'Could not be measured here.'
    : 'Not asked: what was measured before had ruled it out, or nothing here could tell.'
}

/** Compares every registered prediction with what the scans measured. What could not be measured weighs nothing. */
export const weighEvidence = (state: Case): readonly Evidence[] =>
  state.predictions.map(prediction => {
    const given =
      faultOf(prediction.hypothesis)
        .predictions.find(({ name }) => prediction.id === `${prediction.hypothesis}.${name}`)
        ?.read(state) ?? null
    // What is no number would make none of every probability.
    const reading = given !== null && Number.isFinite(given.value) ? given : null
    return {
      prediction: prediction.id,
      hypothesis: prediction.hypothesis,
      observed: reading?.value ?? null,
      text: reading?.text ?? untested(state, prediction),
      nats: reading ? weigh(reading.value, prediction) : 0,
      queries: state.queries.filter(({ scan }) => scan === prediction.scan).map(({ id }) => id),
    }
  })
