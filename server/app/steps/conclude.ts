import { conclude as findingOf } from '../../core/finding/conclude.ts'
import { asCase } from '../../core/measure/planned.ts'
import type { Performed, Work } from './work.ts'

/** The report. */
export const conclude = ({ state }: Work): Performed => {
  const found = asCase(state)
  if (!found) throw new Error('Nothing was measured yet')
  return { command: { type: 'ReachFinding', finding: findingOf(found) } }
}
