import { signalOf } from '../investigation/state.ts'
import type { Case } from '../measure/planned.ts'
import { windowsOf } from '../measure/windows.ts'
import type { Confidence } from './finding.ts'

type Cap = { readonly value: number; readonly reason: string }

/** What holds a conclusion down, whatever the evidence says: things that were not, or could not be, checked. */
const capsOf = (state: Case): readonly Cap[] => {
  const segments = signalOf(state, 'segments')
  const days = windowsOf(state.question, state.anomaly).normal.length
  return [
    { value: 0.85, reason: 'No change log was at hand, so what triggered it is not proven.' },
    ...(state.focus.parents.length > 0 || state.focus.table.isView ? [{ value: 0.8, reason: 'The tables upstream were not measured.' }] : []),
    ...(segments?.verdict === 'located' && segments.coverage < 0.5 ? [{ value: 0.6, reason: 'The segments found explain less than half of the change.' }] : []),
    ...(days < 2 ? [{ value: 0.6, reason: 'Only one normal day was at hand to compare with.' }] : []),
    ...(state.queries.some(({ truncated }) => truncated) ? [{ value: 0.6, reason: 'An answer was cut at the row cap.' }] : []),
  ]
}

export const wordOf = (value: number): Confidence['word'] => value >= 0.75 ? 'high' : value >= 0.5 ? 'medium' : 'low'

/** The leader's probability, held down by every cap that applies. */
export const confidenceOf = (state: Case, probability: number): Confidence => {
  const caps = capsOf(state).filter(({ value }) => value < probability)
  const value = Math.min(probability, ...caps.map(cap => cap.value))
  return { value, word: wordOf(value), limits: caps.map(({ reason }) => reason) }
}
