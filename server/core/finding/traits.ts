import type { FaultKind } from '../fault/faultKind.ts'
import { faultOf } from '../fault/index.ts'
import type { Ranked } from '../hypothesis/ranking.ts'
import { signalOf } from '../investigation/state.ts'
import { locatedSegments } from '../measure/located.ts'
import type { Case } from '../measure/planned.ts'
import { isOutOfBand } from '../metric/anomaly.ts'
import { walkUpstream } from './walkUpstream.ts'

/** What a confidence is read from: named numbers, each within about -1..1. */
export type Traits = Readonly<Record<string, number>>

const clip = (value: number, low: number, high: number) => Math.max(low, Math.min(high, value))
const is = (holds: boolean) => (holds ? 1 : 0)

/** Nats as a number within 0..1. */
const inNats = (nats: number, most: number) => clip(nats, 0, most) / most

/** Log-odds of "none of these" are not among the ranked; a leader alone is that far ahead of nothing. */
const alone = -2

/** How plainly the leader was told from its rivals, and how much of what it predicted was seen. */
export const mechanismTraits = (state: Case, kind: FaultKind | null, ranked: readonly Ranked[]): Traits => {
  const leader = ranked.find(one => one.kind === kind)
  const rivals = ranked.filter(one => one.kind !== kind)
  const own = state.evidence.filter(({ hypothesis }) => hypothesis === kind)
  const sum = (list: readonly number[]) => list.reduce((total, nats) => total + nats, 0)
  const best = Math.max(alone, ...rivals.filter(({ verdict }) => verdict !== 'refuted').map(({ score }) => score))
  const place = signalOf(state, 'segments')?.verdict
  return {
    lead: leader ? inNats(leader.score - best, 12) : 0,
    probability: leader ? clip(Math.log(leader.probability / Math.max(1e-6, 1 - leader.probability)), -4, 8) / 8 : 0,
    held: inNats(sum(own.map(({ nats }) => nats).filter(nats => nats > 0)), 20),
    failed: inNats(-sum(own.map(({ nats }) => nats).filter(nats => nats < 0)), 4),
    unread: own.length === 0 ? 1 : own.filter(({ observed }) => observed === null).length / own.length,
    rivals:
      clip(
        rivals.filter(({ verdict, kind: other }) => verdict === 'supported' && other !== 'expectedChange').length,
        0,
        2,
      ) / 2,
    open: clip(rivals.filter(({ verdict }) => verdict === 'inconclusive').length, 0, 5) / 5,
    plain: clip(Math.log(Math.max(2, Math.abs(state.anomaly.score)) / 2) / Math.log(20), 0, 1),
    within: is(!isOutOfBand(state.anomaly)),
    placed: is(place === 'located'),
    diffuse: is(place === 'diffuse' || place === 'nothing'),
  }
}

/** How the search over segments came out. */
export const placeTraits = (state: Case, kind: FaultKind | null): Traits => {
  const found = signalOf(state, 'segments')
  const causes = found?.causes ?? []
  const segments = locatedSegments(state)
  const located = found?.verdict === 'located'
  return {
    located: is(located),
    everywhere: is(found?.verdict === 'everywhere'),
    diffuse: is(found?.verdict === 'diffuse' || found?.verdict === 'nothing'),
    coverage: located ? clip(found.coverage, 0, 1) : 0,
    several: is(segments.length > 1),
    narrow: clip(Math.max(0, ...segments.map(segment => segment.length)) - 1, 0, 2) / 2,
    weight: located ? inNats(Math.log1p(Math.max(0, ...causes.map(({ score }) => score))), 8) : 0,
    own: is(kind !== null && faultOf(kind).segments !== undefined),
    plain: clip(Math.log(Math.max(2, Math.abs(state.anomaly.score)) / 2) / Math.log(20), 0, 1),
  }
}

/** How far upstream was looked. */
export const originTraits = (state: Case): Traits => {
  const last = walkUpstream(state).at(-1)
  const { focus } = state
  const known = focus.parents.length > 0 || focus.table.isView
  return {
    notMoved: is(last?.state === 'notMoved'),
    moved: is(last?.state === 'moved'),
    notCheckable: is(last?.state === 'notCheckable'),
    notMeasured: is(last === undefined && known),
  }
}
