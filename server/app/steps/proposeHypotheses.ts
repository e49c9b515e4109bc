import { propose } from '../../core/hypothesis/propose.ts'
import { asCase } from '../../core/measure/planned.ts'
import type { Performed, Work } from './work.ts'

/** The causes worth testing, with their predictions registered before any query may answer them. */
export const proposeHypotheses = ({ state }: Work): Performed => {
  const found = asCase(state)
  if (!found) throw new Error('Nothing was measured yet')
  return { command: { type: 'ProposeHypotheses', ...propose(found) } }
}
