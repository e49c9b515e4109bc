import { faultOf } from '../fault/index.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import { signalOf } from '../investigation/state.ts'
import type { Case } from '../measure/planned.ts'
import { windowsOf } from '../measure/windows.ts'
import type { Conclusion, Confidence, Confidences } from './finding.ts'
import { walkUpstream } from './walkUpstream.ts'

type Cap = { readonly value: number; readonly reason: string }

/** Nothing that a warehouse shows makes a thing certain. */
const most = 0.97

/** Holds every part down: how much there was to compare with. */
const dataCaps = (state: Case): readonly Cap[] => [
  ...(windowsOf(state.question, state.anomaly).normal.length < 2 ? [{ value: 0.6, reason: 'Only one normal day was at hand to compare with.' }] : []),
  ...(state.stopped ? [{ value: 0.5, reason: 'A budget was used up before everything was tested.' }] : []),
  ...(state.queries.some(({ truncated }) => truncated) ? [{ value: 0.6, reason: 'An answer was cut at the row cap.' }] : []),
]

const placeCaps = (state: Case): readonly Cap[] => {
  const segments = signalOf(state, 'segments')
  return segments?.verdict === 'located' && segments.coverage < 0.5 ? [{ value: 0.6, reason: 'The segments found explain less than half of the change.' }] : []
}

const mechanismCaps: readonly Cap[] = [{ value: 0.85, reason: 'No change log was at hand, so what triggered it is not proven.' }]

const originCaps = (state: Case): readonly Cap[] => {
  const last = walkUpstream(state).at(-1)
  // The farthest table that moved may have it from one that we do not know.
  if (last?.state === 'notMoved') return [{ value: 0.9, reason: 'The table upstream was told by its columns, not by lineage.' }]
  if (last?.state === 'moved') return [{ value: 0.85, reason: 'What lies before the table where it was born was not measured.' }]
  const { focus } = state
  return focus.parents.length > 0 || focus.table.isView ? [{ value: 0.8, reason: 'The tables upstream were not measured.' }] : []
}

export const wordOf = (value: number): Confidence['word'] => value >= 0.75 ? 'high' : value >= 0.5 ? 'medium' : 'low'

const held = (value: number, all: readonly Cap[]): Confidence => {
  const caps = all.filter(cap => cap.value < value)
  const least = Math.min(value, ...caps.map(cap => cap.value))
  return { value: least, word: wordOf(least), limits: caps.map(({ reason }) => reason) }
}

/** How well the place is known: by the share of the change that the segments explain, or by how plainly no segment stands out. */
const placeValue = (state: Case): number => {
  const segments = signalOf(state, 'segments')
  if (!segments) return 0.6
  switch (segments.verdict) {
    case 'located': return Math.min(most, 0.5 + 0.5 * segments.coverage)
    case 'everywhere': return 0.9
    case 'diffuse': case 'nothing': return 0.5
  }
}

export const confidencesOf = (state: Case, probability: number): Confidences => {
  const data = dataCaps(state)
  return {
    where: held(placeValue(state), [...placeCaps(state), ...data]),
    mechanism: held(probability, [...mechanismCaps, ...data]),
    origin: held(most, [...originCaps(state), ...data]),
  }
}

type Leading = { readonly conclusion: Conclusion; readonly kind: FaultKind | null; readonly probability: number }

/**
 * The least of the parts that the conclusion needs, with what held it down: a cause needs its mechanism and its table, and its place where the fault
 * has one; an expected change and a mere lead need the mechanism; no anomaly needs only data to compare with.
 */
export const confidenceOf = (state: Case, { conclusion, kind, probability }: Leading): Confidence => {
  if (conclusion === 'noAnomaly') return held(most, dataCaps(state))
  const { where, mechanism, origin } = confidencesOf(state, probability)
  const hasPlace = kind !== null && faultOf(kind).hasSegment && signalOf(state, 'segments')?.verdict === 'located'
  const needed = conclusion === 'causeFound' ? [mechanism, origin, ...(hasPlace ? [where] : [])] : [mechanism]
  const least = needed.reduce((a, b) => b.value < a.value ? b : a)
  return { ...least, limits: [...new Set(needed.flatMap(({ limits }) => limits))] }
}
