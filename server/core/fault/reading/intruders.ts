import type { Case } from '../../measure/planned.ts'
import type { Reading } from '../fault.ts'
import { trialShare } from './added.ts'
import { crowdShare, machinePlace } from './crowds.ts'

/** Of the additional rows, the share that are trials, or that machines or a few actors made: their values say nothing about those of the others. */
export const intruderShare = (state: Case): Reading | null => {
  const known = [trialShare(state), crowdShare(state), machinePlace(state)].filter(reading => reading !== null)
  return known.length === 0 ? null : known.reduce((a, b) => (b.value > a.value ? b : a))
}
