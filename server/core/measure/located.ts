import type { Segment } from '../finding/finding.ts'
import { signalOf, type State } from '../investigation/state.ts'
import { goneValues, silentValue } from './goneValues.ts'
import type { SegmentsSignal } from './signal.ts'

/** Segments that explain less than this of the change are no place to look. */
const leastCoverage = 0.25

/** Where the change sits: the values that went missing with their rows where a distinct count or the share of a value fell, else what the search over segments found. */
export const placeOf = (state: State): SegmentsSignal | null => {
  const found = signalOf(state, 'segments')
  const gone = goneValues(state) ?? silentValue(state)
  return gone ? { scan: 'segments', dimensions: found?.dimensions ?? [], ...gone } : found
}

/** The segments that explain the change; empty where it is everywhere, or could not be located. */
export const locatedSegments = (state: State): readonly Segment[] => {
  const found = placeOf(state)
  return found?.verdict === 'located' && found.coverage >= leastCoverage
    ? found.causes.map(({ segment }) => segment)
    : []
}

/** One value that tells rows apart. */
export type Place = { readonly column: string; readonly value: string }

/** What all segments that explain the change have in common, where that is one value; null where it is none or more, and where nothing was located. */
export const sharedPlace = (state: State): Place | null => {
  const [first = [], ...others] = locatedSegments(state)
  const [shared, ...more] = first.flatMap(({ column, value }) =>
    value !== null && others.every(segment => segment.some(item => item.column === column && item.value === value))
      ? [{ column, value }]
      : [],
  )
  return shared && more.length === 0 ? shared : null
}
