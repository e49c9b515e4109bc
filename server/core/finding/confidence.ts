import { faultOf } from '../fault/index.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import { changesOfMetric, knewSchemaAtOnset } from '../fault/reading/schemaChanges.ts'
import { rank } from '../hypothesis/ranking.ts'
import { logistic, weights } from '../hypothesis/weights.ts'
import { signalOf } from '../investigation/state.ts'
import type { Case } from '../measure/planned.ts'
import { windowsOf } from '../measure/windows.ts'
import type { Conclusion, Confidence, Confidences } from './finding.ts'
import { placeboShare } from './placeboChecks.ts'
import { mechanismTraits, originTraits, placeTraits } from './traits.ts'
import { walkUpstream } from './walkUpstream.ts'

type Cap = { readonly value: number; readonly reason: string }

const { caps, confidence: fitted } = weights

/** Holds every part down: how much there was to compare with. */
const dataCaps = (state: Case): readonly Cap[] => [
  ...(windowsOf(state.question, state.anomaly).normal.length < 2
    ? [{ value: caps.oneNormalDay, reason: 'Only one normal day was at hand to compare with.' }]
    : []),
  ...(state.stopped ? [{ value: caps.stopped, reason: 'A budget was used up before everything was tested.' }] : []),
  ...(state.queries.some(({ truncated }) => truncated)
    ? [{ value: caps.truncated, reason: 'An answer was cut at the row cap.' }]
    : []),
]

const placeCaps = (state: Case): readonly Cap[] => {
  const segments = signalOf(state, 'segments')
  return [
    ...(segments?.verdict === 'located' && segments.coverage < 0.5
      ? [{ value: caps.halfExplained, reason: 'The segments found explain less than half of the change.' }]
      : []),
    ...((placeboShare(state) ?? 0) >= 1
      ? [{ value: caps.placebo, reason: 'The same search finds a segment as plain on a normal day.' }]
      : []),
  ]
}

/** What is not known of the trigger and of the tables before. How much it takes away is measured, so it names a limit and caps nothing by itself. */
const unknowns = (state: Case): { readonly mechanism: readonly string[]; readonly origin: readonly string[] } => {
  const last = walkUpstream(state).at(-1)
  const { focus } = state
  const byContent = last?.byContent ? ['The table upstream was told by its content, not by lineage.'] : []
  const origin =
    last?.state === 'notMoved'
      ? last.byContent
        ? null
        : 'The table upstream was told by its columns, not by lineage.'
      : // The farthest table that moved may have it from one that we do not know.
        last?.state === 'moved'
        ? 'What lies before the table where it was born was not measured.'
        : focus.parents.length > 0 || focus.table.isView
          ? 'The tables upstream were not measured.'
          : null
  return { mechanism: triggerUnknown(state), origin: [...byContent, ...(origin === null ? [] : [origin])] }
}

/** A change of the schema at the onset, in the column that the metric counts, is a trigger that was seen. */
const triggerUnknown = (state: Case): readonly string[] => {
  if (changesOfMetric(state).length > 0) return []
  const log = knewSchemaAtOnset(state)
    ? 'The schema did not change there at the onset, and no other change log was at hand'
    : 'No change log was at hand'
  return [`${log}, so what triggered it is not proven.`]
}

export const wordOf = (value: number): Confidence['word'] => (value >= 0.75 ? 'high' : value >= 0.5 ? 'medium' : 'low')

type Bounds = { readonly caps: readonly Cap[]; readonly unknowns?: readonly string[] }

const held = (value: number, { caps: all, unknowns: reasons = [] }: Bounds): Confidence => {
  const above = all.filter(cap => cap.value < value)
  const least = Math.min(value, caps.most, ...above.map(cap => cap.value))
  return { value: least, word: wordOf(least), limits: [...above.map(({ reason }) => reason), ...reasons] }
}

type Leading = { readonly conclusion: Conclusion; readonly kind: FaultKind | null; readonly probability: number }

/**
 * How often a claim that looks like this one is right, as measured. What is no claim of a cause (an expected change, a lead, a cause outside) was not
 * fitted, for the benchmark has too few: its probability counts, under the cap of what is unproven.
 */
const mechanismOf = (state: Case, { conclusion, kind, probability }: Leading): Confidence => {
  const data = dataCaps(state)
  const reasons = unknowns(state).mechanism
  if (conclusion !== 'causeFound')
    return held(probability, { caps: [...reasons.map(reason => ({ value: caps.unproven, reason })), ...data] })
  return held(logistic(fitted.mechanism, mechanismTraits(state, kind, rank(state))), { caps: data, unknowns: reasons })
}

export const confidencesOf = (state: Case, leading: Leading): Confidences => {
  const data = dataCaps(state)
  const { kind } = leading
  return {
    where: held(logistic(fitted.where, placeTraits(state, kind)), { caps: [...placeCaps(state), ...data] }),
    mechanism: mechanismOf(state, leading),
    origin: held(logistic(fitted.origin, originTraits(state)), { caps: data, unknowns: unknowns(state).origin }),
  }
}

/**
 * The least of the parts that the conclusion needs, with what held it down: a cause needs its mechanism and its table, and its place where the fault
 * has one; an expected change and a mere lead need the mechanism; no anomaly needs only data to compare with.
 */
export const confidenceOf = (state: Case, leading: Leading): Confidence => {
  const { conclusion, kind } = leading
  if (conclusion === 'noAnomaly') return held(caps.most, { caps: dataCaps(state) })
  const { where, mechanism, origin } = confidencesOf(state, leading)
  const hasPlace = kind !== null && faultOf(kind).hasSegment && signalOf(state, 'segments')?.verdict === 'located'
  const needed = conclusion === 'causeFound' ? [mechanism, origin, ...(hasPlace ? [where] : [])] : [mechanism]
  const least = needed.reduce((a, b) => (b.value < a.value ? b : a))
  return { ...least, limits: [...new Set(needed.flatMap(({ limits }) => limits))] }
}
