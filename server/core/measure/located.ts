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

/** The segments that explain the change; of a share that nothing locates, what it counts. */
export const countedPlace = (state: State): readonly Segment[] => {
  const located = locatedSegments(state)
  const metric = state.question?.metric
  if (located.length > 0 || metric?.kind !== 'share' || metric.where.operator !== '=') return located
  const { column, value } = metric.where
  return [[{ column, value: value === null ? null : String(value) }]]
}

/** One value that tells rows apart. */
export type Place = { readonly column: string; readonly value: string }

/** A segment that explains so much of the change is what is to be explained, whatever lies beside it. */
const mostOfIt = 0.6

/** The one value that tells where the change sits: of the leading segment, or what all segments have in common; null where it is none or more, and where nothing was located. */
export const sharedPlace = (state: State): Place | null => {
  const segments = locatedSegments(state)
  const [leading] = placeOf(state)?.causes ?? []
  const own = segments.length > 0 && leading && leading.share >= mostOfIt ? onlyValue(leading.segment) : null
  const [first = [], ...others] = segments
  return own ?? onlyValue(first.filter(item => others.every(segment => segment.some(isSame(item)))))
}

type Element = Segment[number]
const isSame = (a: Element) => (b: Element) => a.column === b.column && a.value === b.value

const onlyValue = ([first, ...others]: Segment): Place | null =>
  first && others.length === 0 && first.value !== null ? { column: first.column, value: first.value } : null
