import type { FaultKind } from '../fault/faultKind.ts'
import type { ScanName } from '../measure/scan.ts'

/** How much a prediction tells: decisive 4, strong 2, weak 0.7 nats. */
export type Strength = 'decisive' | 'strong' | 'weak'

/** A closed range; null is open on that side. */
export type Range = { readonly min: number | null; readonly max: number | null }

export type Unit = 'share' | 'ratio' | 'count' | 'hours' | 'score'

/** What a hypothesis expects of one reading, registered before the query that gives it may run. */
export type Prediction = {
  /** Unique within the case, e.g. 'nullFromRelease.confined'. */
  readonly id: string
  readonly hypothesis: FaultKind
  /** A sentence, e.g. 'The nulls sit in one segment'. */
  readonly claim: string
  readonly unit: Unit
  readonly ifTrue: Range
  readonly ifFalse: Range
  readonly strength: Strength
  /** The scan whose answer decides it. */
  readonly scan: ScanName
}

/** A possible cause that a query can test. One per kind of fault and case, so the kind is its id. */
export type Hypothesis = {
  readonly kind: FaultKind
  readonly statement: string
  /** Prior log-odds against the other kinds for this metric, in nats. */
  readonly priorNats: number
}

export type Verdict = 'open' | 'supported' | 'refuted' | 'inconclusive'
