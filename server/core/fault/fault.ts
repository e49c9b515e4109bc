import type { Prediction, Range } from '../hypothesis/hypothesis.ts'
import type { TableName } from '../dataset/table.ts'
import type { Segment } from '../finding/finding.ts'
import type { Case } from '../measure/planned.ts'
import type { MetricKind } from '../metric/metric.ts'
import type { FaultKind } from './faultKind.ts'

/** A number read off the signals, and the same as a sentence. */
export type Reading = { readonly value: number; readonly text: string }

/** One thing that is otherwise if the fault is there, and how the number is read once its scan is in. */
export type FaultPrediction = Omit<Prediction, 'id' | 'hypothesis'> & {
  readonly name: string
  /** Registered only where it makes sense; always when left out. */
  readonly applies?: (state: Case) => boolean
  /** Null where the signals do not tell. */
  readonly read: (state: Case) => Reading | null
}

/** A kind of fault we can test for without a model. Pure; knows no query. */
export type Fault = {
  readonly kind: FaultKind
  readonly label: string
  /** Whether this metric, moving this way in this table, can come from it. */
  readonly applies: (state: Case) => boolean
  /** Prior probability per metric; `other` where the metric is not named. */
  readonly prior: Partial<Readonly<Record<MetricKind, number>>> & { readonly other: number }
  readonly statement: (state: Case) => string
  readonly predictions: readonly FaultPrediction[]
  /** The cause as one sentence, once it is the leader. */
  readonly cause: (state: Case) => string
  readonly nextSteps: (state: Case) => readonly string[]
  /** The segments, where the fault knows them better than the search does. */
  readonly segments?: (state: Case) => readonly Segment[]
  /** The table it was born in, where the fault knows one that the walk upstream cannot tell. */
  readonly origin?: (state: Case) => TableName | null
  /** False where the fault strikes a stretch of time rather than a segment. */
  readonly hasSegment: boolean
}

export const atLeast = (min: number): Range => ({ min, max: null })
export const atMost = (max: number): Range => ({ min: null, max })
export const between = (min: number, max: number): Range => ({ min, max })
/** Says nothing either way. */
export const anything: Range = { min: null, max: null }
export const yes = atLeast(1)
export const no = atMost(0)
