import type { FaultKind } from '../fault/faultKind.ts'
import type { State } from '../investigation/state.ts'
import type { Verdict } from './hypothesis.ts'
import { weights } from './weights.ts'

/** A hypothesis among its rivals: `score` in nats, `probability` 0..1 with what is left for causes that none of them is. */
export type Ranked = {
  readonly kind: FaultKind
  readonly score: number
  readonly probability: number
  readonly verdict: Verdict
}

/** `unknown`: what a hypothesis must beat to be called a cause. `refutation`: so that what is ruled out holds no probability, however much else fits it. */
const { unknown, refutation, supportedFrom, decisiveFrom } = weights.ranking

/** Equal but for a sum's last digits. Of those, the one that was proposed first leads. */
const asEqual = (score: number) => Math.round(score * 1e9)

/** The hypotheses of the case, most probable first. Additive log-odds and a softmax: the rule, never a model's word, sets verdict and probability. */
export const rank = (state: Pick<State, 'hypotheses' | 'evidence' | 'weighed'>): readonly Ranked[] => {
  const scored = state.hypotheses.map(({ kind, priorNats }) => {
    const own = state.evidence.filter(({ hypothesis }) => hypothesis === kind).map(({ nats }) => nats)
    const verdict = state.weighed || own.length > 0 ? verdictOf(own) : ('open' as const)
    const balance = own.reduce((sum, nats) => sum + nats, priorNats)
    return { kind, score: verdict === 'refuted' ? balance - refutation : balance, verdict }
  })
  const top = Math.max(unknown, ...scored.map(({ score }) => score))
  const weight = (score: number) => Math.exp(score - top)
  const total = weight(unknown) + scored.reduce((sum, { score }) => sum + weight(score), 0)
  return scored
    .map(item => ({ ...item, probability: weight(item.score) / total }))
    .toSorted((a, b) => asEqual(b.score) - asEqual(a.score))
}

/** Whether one piece of evidence by itself rules its hypothesis out. */
export const isRefutation = (nats: number) => nats <= -decisiveFrom

/** Refuted by one decisive prediction that failed, or by the balance; supported by the balance with a decisive one among it. */
export const verdictOf = (own: readonly number[]): Verdict => {
  const balance = own.reduce((sum, nats) => sum + nats, 0)
  if (own.some(isRefutation) || balance <= -supportedFrom) return 'refuted'
  if (balance >= supportedFrom && own.some(nats => nats >= decisiveFrom)) return 'supported'
  return 'inconclusive'
}
