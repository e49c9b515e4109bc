import { writtenBy } from '../approval/writtenQuery.ts'
import { contextDecision, rejectionText } from '../approval/approvals.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import { faultOf } from '../fault/index.ts'
import { segmentsText } from '../fault/reading/text.ts'
import { rank, type Ranked } from '../hypothesis/ranking.ts'
import { signalOf } from '../investigation/state.ts'
import type { Dialect } from '../measure/dialect.ts'
import { locatedSegments } from '../measure/located.ts'
import type { Case } from '../measure/planned.ts'
import { modelReport } from '../model/modelReport.ts'
import { ownStatements } from '../own/ownReport.ts'
import { metricColumns } from '../metric/metric.ts'
import { affectedOf, affectedPredicate } from './affected.ts'
import { alternativesOf } from './alternatives.ts'
import { confidenceOf, confidencesOf } from './confidence.ts'
import { confirmed } from './confirmed.ts'
import { draftTests } from './drafts/draftTests.ts'
import type { Conclusion, Finding, Segment, Statement } from './finding.ts'
import { impactOf } from './impact.ts'
import { liesOutside, outsideProbability } from './outside.ts'
import { onsetOf } from './onset.ts'
import { proofsOf, type Told } from './proofs.ts'
import { rejectedStatements } from './rejected.ts'
import { repairOf } from './repair.ts'
import type { Alternative } from './report.ts'
import { schemaStatements } from './schemaSentences.ts'
import { askUpstream, ruledOut, upstreamStatements, whatIsGoingOn } from './sentences.ts'
import { shapeOf } from './shape.ts'
import { originOf, walkUpstream } from './walkUpstream.ts'

/** A leader less probable than this is a lead and no cause. */
const enough = 0.5

const conclusionOf = (leader: Ranked | undefined): Conclusion => {
  if (!leader || leader.verdict !== 'supported' || leader.probability < enough) return 'causeNotFound'
  return leader.kind === 'expectedChange' ? 'expectedChange' : 'causeFound'
}

/** What the facts of the case come to. Every sentence names the queries it can be re-derived from; without a dialect no query can be written for its numbers. */
export const conclude = (whole: Case, dialect: Dialect | null): Finding => {
  const given = withoutWrittenQueries(whole)
  const ranked = rank(given)
  const state = confirmed(given, ranked)
  const leader =
    ranked.find(({ verdict }) => verdict === 'supported') ?? ranked.find(({ verdict }) => verdict !== 'refuted')
  const told = state.anomalous ? conclusionOf(leader) : 'noAnomaly'
  const conclusion = told === 'causeNotFound' && liesOutside(state, ranked) ? 'externalCause' : told
  const shown = state.anomalous && conclusion !== 'externalCause' ? (leader ?? null) : null
  const segments = segmentsOf(state, conclusion === 'causeFound' ? shown : null)
  const kind = shown?.kind ?? null
  const affected = affectedOf(state, { kind: conclusion === 'causeFound' ? kind : null, segments, dialect })
  const alternatives = alternativesOf(state, kind)
  const probability =
    conclusion === 'externalCause'
      ? outsideProbability(ranked)
      : (shown?.probability ?? (rejectedContext(state) ? 0 : 1))
  const impact = impactOf(state, affected)
  return {
    conclusion,
    cause: kind,
    whatIsGoingOn: whatIsGoingOn(state, segments),
    whatCausedIt: [...causeStatements(state, { conclusion, leader: shown, alternatives }), ...ownStatements(state)],
    whatToDoNext: nextStatements(state, conclusion, shown),
    segments,
    columns: metricColumns(state.question.metric),
    origin: (conclusion === 'causeFound' && kind !== null ? faultOf(kind).origin?.(state) : null) ?? originOf(state),
    upstream: walkUpstream(state),
    onset: state.anomalous ? onsetOf(state, segments) : null,
    confidence: confidenceOf(state, { conclusion, kind, probability }),
    affectedRows: affected?.rows ?? null,
    affectedPredicate: affectedPredicate(affected, segments),
    shape: shapeOf(state),
    impact,
    ...(state.anomalous ? { confidences: confidencesOf(state, { conclusion, kind, probability }) } : {}),
    alternatives,
    ...(state.anomalous && state.samples ? { samples: state.samples } : {}),
    ...modelParts(state),
    ...written(state, dialect, {
      kind: conclusion === 'causeFound' || conclusion === 'expectedChange' ? kind : null,
      segments,
      affected,
      impact,
    }),
  }
}

/** What the queries of a model or a person were and how they went changes no sentence and no confidence of ours. */
const withoutWrittenQueries = (state: Case): Case => ({
  ...state,
  queries: state.queries.filter(({ id }) => writtenBy(id) === 'analyst'),
})

/** What a model added; absent where there is nothing. */
const modelParts = (state: Case): Pick<Finding, 'prose' | 'notes'> => {
  const { prose, notes } = modelReport(state)
  return { ...(prose.length > 0 ? { prose } : {}), ...(notes.length > 0 ? { notes } : {}) }
}

/** What is written in the data source's own SQL. */
const written = (
  state: Case,
  dialect: Dialect | null,
  { kind, ...told }: Told & { readonly kind: FaultKind | null },
) =>
  dialect
    ? {
        proofs: proofsOf(state, dialect, told).map(proof => respelled(proof, dialect)),
        draftTests: draftTests(state, kind, dialect),
        repair: respelled(repairOf(state, kind, { dialect, segments: told.segments }), dialect),
      }
    : { proofs: [], draftTests: [], repair: null }

/** Where it is, as the cause found has it; where nothing was found, as the search has it. */
const segmentsOf = (state: Case, leader: Ranked | null): readonly Segment[] => {
  if (!state.anomalous) return []
  if (!leader) return locatedSegments(state)
  const fault = faultOf(leader.kind)
  if (fault.segments) return fault.segments(state)
  return fault.hasSegment ? locatedSegments(state) : []
}

type Cause = {
  readonly conclusion: Conclusion
  readonly leader: Ranked | null
  readonly alternatives: readonly Alternative[]
}

const proofs = (state: Case, leader: Ranked): readonly Statement[] =>
  state.evidence
    .filter(({ hypothesis, nats }) => hypothesis === leader.kind && nats > 0)
    .toSorted((a, b) => b.nats - a.nats)
    .slice(0, 4)
    .map(({ text, queries }) => ({ text, queries }))

const causeStatements = (state: Case, { conclusion, leader, alternatives }: Cause): readonly Statement[] => {
  const series = state.queries.filter(({ scan }) => scan === 'series').map(({ id }) => id)
  if (conclusion === 'noAnomaly')
    return [
      {
        text: 'There is nothing to explain: the value is within what the days before lead one to expect.',
        queries: series,
      },
    ]
  const rejected = rejectedContext(state)
  if (rejected)
    return [{ text: `No cause was looked for: the context was ${rejectionText(rejected)}.`, queries: series }]
  if (conclusion === 'externalCause')
    return [outside(state), ...schemaStatements(state), ...upstreamStatements(state), ...ruledOut(alternatives)]
  const leads = conclusion === 'causeNotFound' ? modelReport(state).leads : []
  if (!leader)
    return [
      { text: 'No cause found: every hypothesis was refuted.', queries: state.queries.map(({ id }) => id) },
      ...leads,
    ]
  const fault = faultOf(leader.kind)
  const proof = proofs(state, leader)
  const queries = [...new Set(proof.flatMap(item => item.queries))]
  const lead =
    conclusion === 'causeNotFound'
      ? {
          text: `No cause found. The strongest lead: ${fault.label.toLowerCase()}. It was not confirmed.${whereText(state)}`,
          queries: queries.length > 0 ? queries : series,
        }
      : { text: fault.cause(state), queries }
  return [
    lead,
    ...leads,
    ...rejectedStatements(state),
    ...schemaStatements(state),
    ...upstreamStatements(state),
    ...proof,
    ...ruledOut(alternatives),
  ]
}

const outside = (state: Case): Statement => {
  const dimensions = signalOf(state, 'segments')?.dimensions ?? []
  return {
    text: `The change is real, and what makes it is not among the columns at hand: no combination of ${dimensions.join(', ')} explains it, and nothing speaks for any kind of fault.`,
    queries: state.queries.map(({ id }) => id),
  }
}

const rejectedContext = ({ approvals }: Case) => {
  const decision = contextDecision(approvals)
  return decision?.outcome === 'rejected' ? decision : null
}

/** Where the change sits is known more often than why; it is told even so. */
const whereText = (state: Case) => {
  const place = locatedSegments(state)
  return place.length > 0 ? ` What is certain: it sits in ${segmentsText(place)}.` : ''
}

const nextStatements = (state: Case, conclusion: Conclusion, leader: Ranked | null): readonly Statement[] => {
  const series = state.queries.filter(({ scan }) => scan === 'series').map(({ id }) => id)
  if (conclusion === 'noAnomaly')
    return [{ text: 'Widen the threshold of the alert, or ask about another day or metric.', queries: series }]
  if (rejectedContext(state)) return [{ text: 'Investigate again with a context that may be used.', queries: series }]
  if (conclusion === 'externalCause') {
    return [
      ...askUpstream(state),
      'Ask what happened at the onset outside of this data: a campaign, a partner, a rule, a group of people that no column tells.',
      'If a column elsewhere tells such groups, join it and ask again.',
    ].map(text => ({ text, queries: state.queries.map(({ id }) => id) }))
  }
  if (conclusion === 'causeNotFound') {
    const place = locatedSegments(state)
    const where =
      place.length > 0
        ? 'Ask the owner of the segment what changed at the onset.'
        : 'Ask the owner of the table what changed at the onset.'
    return [{ text: where, queries: state.queries.map(({ id }) => id) }]
  }
  if (!leader) return []
  const queries = [...new Set(proofs(state, leader).flatMap(item => item.queries))]
  return faultOf(leader.kind)
    .nextSteps(state)
    .map(text => ({ text, queries }))
}

const respelled = <Text extends { readonly sql: string } | null>(written: Text, { spell }: Dialect): Text =>
  written && { ...written, sql: spell(written.sql) }
