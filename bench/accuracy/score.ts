import type { Finding, Onset, Segment } from '../../server/core/finding/finding.ts'
import type { Effect } from './makeCase.ts'
import type { TrueKind } from './recipe.ts'
import type { Truth } from './truth.ts'

/** What an investigation gave. */
type Given = {
  readonly finding: Finding
  readonly queries: readonly { readonly readsTable: boolean }[]
  readonly seconds: number
  readonly posterior: readonly Weighed[]
  /** How alike the damaged rows and those the finding calls affected are; null where there are none to compare. */
  readonly rows: number | null
  readonly segmentRight: boolean
}

/** A hypothesis as it was weighed: `score` in nats. */
export type Weighed = { readonly kind: string; readonly probability: number; readonly score: number }

export type Scored = {
  readonly id: string
  readonly group: string
  readonly spec: {
    readonly base: string
    readonly scope: string
    readonly strength: string
    readonly opaque: boolean
    readonly extras: readonly string[]
  }
  /** Null where the investigation broke off; `problem` says how. */
  readonly answer: Answered | null
  readonly problem: string | null
  readonly metric: string
  readonly day: string
  readonly truth: Truth | null
  readonly effect: Effect | null
}

export type Answered = {
  readonly conclusion: Finding['conclusion']
  readonly cause: string | null
  readonly segments: readonly Segment[]
  readonly onset: Onset | null
  readonly confidence: number
  readonly top3: readonly string[]
  readonly posterior: readonly Weighed[]
  readonly causeRight: boolean
  readonly inTop3: boolean
  readonly segmentRight: boolean
  readonly onsetRight: boolean
  readonly originRight: boolean
  readonly rows: number | null
  /** A cause claimed, whatever it is; and one claimed where nothing was injected. */
  readonly claimed: boolean
  readonly falseCause: boolean
  readonly queries: number
  readonly scans: number
  readonly seconds: number
}

const segmentKey = (segment: Segment) => JSON.stringify(segment.map(({ column, value }) => [column, value]).toSorted())

/** The same set of segments, each the same set of column = value pairs. */
export const sameSegments = (a: readonly Segment[], b: readonly Segment[]) =>
  JSON.stringify(a.map(segmentKey).toSorted()) === JSON.stringify(b.map(segmentKey).toSorted())

/** ISO 8601 down to the hour or finer; without a zone it is the question's, which is UTC here. */
const instant = (at: string) =>
  Date.parse(/T\d\d$/.test(at) ? `${at}:00:00Z` : /(Z|[+-]\d\d:\d\d)$/.test(at) ? at : `${at}Z`)

/** Within an hour where the hour is known, the same day where only the day is. An answer of day grain cannot be right about an hour. */
export const onsetMatches = (answer: Onset | null, truth: Onset) => {
  if (answer === null) return false
  if (truth.precision === 'day') return answer.at.slice(0, 10) === truth.at.slice(0, 10)
  return answer.precision === 'hour' && Math.abs(instant(answer.at) - instant(truth.at)) <= 3_600_000
}

/** Kinds that say that none of the faults at hand is the cause, as does a finding that found none. */
const outside: TrueKind = 'externalCause'

const rightCause = (truth: Truth | null, { conclusion, cause }: Finding) => {
  const claimed = conclusion === 'causeFound'
  if (truth === null) return !claimed || cause === 'expectedChange'
  if (truth.causes[0] === outside)
    return conclusion === 'causeNotFound' || conclusion === 'externalCause' || (claimed && String(cause) === outside)
  return claimed && truth.causes.some(kind => kind === cause)
}

export const scoreAnswer = (
  { finding, queries, seconds, posterior, rows, segmentRight }: Given,
  truth: Truth | null,
): Answered => {
  const claimed = finding.conclusion === 'causeFound'
  const top3 = posterior
    .toSorted((a, b) => b.probability - a.probability)
    .slice(0, 3)
    .map(({ kind }) => kind)
  const causeRight = rightCause(truth, finding)
  return {
    conclusion: finding.conclusion,
    cause: finding.cause,
    segments: finding.segments,
    onset: finding.onset,
    confidence: finding.confidence.value,
    top3,
    causeRight,
    claimed,
    rows,
    posterior: posterior.map(({ kind, probability, score }) => ({ kind, probability, score })),
    inTop3: truth !== null && (causeRight || truth.causes.some(kind => top3.includes(kind))),
    segmentRight,
    onsetRight: truth !== null && truth.onsets.some(onset => onsetMatches(finding.onset, onset)),
    originRight: truth !== null && truth.origins.includes(finding.origin.name),
    falseCause: truth === null && claimed && finding.cause !== 'expectedChange',
    queries: queries.length,
    scans: queries.filter(({ readsTable }) => readsTable).length,
    seconds,
  }
}
