import type { Ranked } from '../hypothesis/ranking.ts'
import { signalOf } from '../investigation/state.ts'
import { leavesColumnsOut } from '../measure/dimensions.ts'
import { locatedSegments } from '../measure/located.ts'
import type { Case } from '../measure/planned.ts'

/** Evidence for a fault, in nats, from which on it is a lead and not nothing. */
const aLead = 2

/**
 * Whether the change is real and what makes it lies outside of what is at hand: the segments were searched and none explains it, every kind of fault that
 * could be was asked for, and nothing speaks for any of them.
 */
export const liesOutside = (state: Case, ranked: readonly Ranked[]): boolean => {
  const segments = signalOf(state, 'segments')
  if (
    !segments ||
    !state.weighed ||
    locatedSegments(state).length > 0 ||
    leavesColumnsOut(state.focus, state.question.metric)
  )
    return false
  const weight = (kind: Ranked['kind']) =>
    state.evidence.filter(({ hypothesis }) => hypothesis === kind).reduce((sum, { nats }) => sum + nats, 0)
  return (
    ranked.length > 0 &&
    ranked.every(({ kind, verdict }) => kind === 'expectedChange' || verdict === 'refuted' || weight(kind) < aLead)
  )
}

/** What the faults at hand leave. */
export const outsideProbability = (ranked: readonly Ranked[]): number =>
  Math.max(0, 1 - ranked.reduce((sum, { kind, probability }) => sum + (kind === 'expectedChange' ? 0 : probability), 0))
