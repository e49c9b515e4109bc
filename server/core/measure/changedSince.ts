import { changedHour } from '../baseline/changedHour.ts'
import type { Onset } from '../finding/finding.ts'
import { signalOf } from '../investigation/state.ts'
import type { Case } from './planned.ts'

/** The first day on which the metric shows it. */
export const onsetDay = (state: Case) => state.anomaly.onset?.at.slice(0, 10) ?? state.question.day

/** Since when the rows of the located segments are of other kinds than usual. */
export const changedSince = (state: Case): Onset | null => {
  const signal = signalOf(state, 'onset')
  if (!signal?.usual) return null
  const hours = signal.hours.flatMap(({ at, kinds }) => (kinds ? [{ at, kinds }] : []))
  return changedHour({ hours, usual: signal.usual, day: state.question.day, onsetDay: onsetDay(state) })
}
