import type { Segment } from '../finding/finding.ts'
import { signalOf, type State } from '../investigation/state.ts'

/** Segments that explain less than this of the change are no place to look. */
const leastCoverage = 0.25

/** The segments that explain the change; empty where it is everywhere, or could not be located. */
export const locatedSegments = (state: State): readonly Segment[] => {
  const found = signalOf(state, 'segments')
  return found?.verdict === 'located' && found.coverage >= leastCoverage ? found.causes.map(({ segment }) => segment) : []
}
