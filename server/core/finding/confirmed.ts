import { plannedWhereSaid } from '../fault/reading/plans.ts'
import type { Ranked } from '../hypothesis/ranking.ts'
import type { Case } from '../measure/planned.ts'
import { isOutOfBand } from '../metric/anomaly.ts'

/** What a cause must have to be believed of a value that is within the expected band: there may be nothing to explain. */
const enough = 0.8

/** The case as it stands after a look at the causes: an unusual value within the band is an anomaly only where a cause of it was found. */
export const confirmed = (state: Case, [leader]: readonly Ranked[]): Case => {
  if (!state.anomalous || isOutOfBand(state.anomaly)) return state
  const isCause = leader !== undefined && (leader.kind !== 'expectedChange' || plannedWhereSaid(state) !== null)
  const proven = isCause && leader.verdict === 'supported' && leader.probability >= enough
  return proven ? state : { ...state, anomalous: false }
}
