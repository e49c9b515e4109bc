import type { Evidence } from '../evidence/evidence.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import { faultOf } from '../fault/index.ts'
import { rank, type Ranked } from '../hypothesis/ranking.ts'
import type { Case } from '../measure/planned.ts'
import { decidingTest } from './decidingTests.ts'
import { generalChecks } from './generalChecks.ts'
import type { Alternative, AlternativeVerdict } from './report.ts'

/** Kinds of fault named at most; the checks that belong to every report come on top. */
const mostRivals = 5

/** What else it could have been, the nearest rival first, and the observation that tells most about each. Empty without an anomaly. */
export const alternativesOf = (state: Case, leader: FaultKind | null): readonly Alternative[] => {
  if (!state.anomalous) return []
  const rivals = rank(state)
    .filter(({ kind }) => kind !== leader)
    .flatMap(ranked => rivalOf(state, ranked, leader) ?? [])
  const told = rivals.filter(({ verdict }) => verdict !== 'notCheckable')
  const untold = rivals.filter(({ verdict }) => verdict === 'notCheckable')
  return [...told, ...untold].slice(0, mostRivals).concat(generalChecks(state))
}

/** The observation that speaks most against it; where none does, the one that says least for it. */
const tellingOf = (own: readonly Evidence[]): Evidence | null =>
  own.filter(({ observed }) => observed !== null).toSorted((a, b) => a.nats - b.nats)[0] ?? null

/** The test that decides between the two is told before others, where it speaks against the rival. */
const rivalOf = (state: Case, { kind, verdict }: Ranked, leader: FaultKind | null): Alternative | null => {
  const own = state.evidence.filter(({ hypothesis }) => hypothesis === kind)
  const deciding = decidingTest(kind, leader)
  const telling =
    own.find(({ prediction, observed, nats }) => prediction === deciding && observed !== null && nats < 0) ??
    tellingOf(own)
  const shown = telling ?? own[0]
  const prediction = state.predictions.find(({ id }) => id === shown?.prediction)
  if (!shown || !prediction) return null
  const { observed, text, nats, queries } = shown
  return {
    id: kind,
    kind,
    title: faultOf(kind).label,
    claim: prediction.claim,
    predicted: prediction.ifTrue,
    unit: prediction.unit,
    observed,
    text,
    nats,
    queries,
    verdict: verdictOf(telling, verdict),
  }
}

const verdictOf = (telling: Evidence | null, verdict: Ranked['verdict']): AlternativeVerdict =>
  telling === null ? 'notCheckable' : verdict === 'refuted' ? 'refuted' : 'weak'
