import type { TableName } from '../dataset/table.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import type { Alternative, DraftTest, Hop, Impact, Proof, Repair, RowSamples, Shape } from './report.ts'

/** The rows sharing these values (`country = DE` and `channel = web`); empty means all rows. Values as text, null for NULL. */
export type Segment = readonly { readonly column: string; readonly value: string | null }[]

/** Confidence by rule: `value` 0..1, the word a reader sees, and the caps that held it down. */
export type Confidence = {
  readonly value: number
  readonly word: 'low' | 'medium' | 'high'
  readonly limits: readonly string[]
}

/** How sure of each part: where it sits, which mechanism it is, in which table it was born. The headline is the least of those that the conclusion needs. */
export type Confidences = { readonly where: Confidence; readonly mechanism: Confidence; readonly origin: Confidence }

/** One sentence of the report and the queries it can be re-derived from. */
export type Statement = { readonly text: string; readonly queries: readonly string[] }

/** `at` is local to the question's time zone: 'YYYY-MM-DDTHH' for hours, 'YYYY-MM-DD' for days. */
export type Onset = { readonly at: string; readonly precision: 'hour' | 'day' }

/**
 * `externalCause`: the change is real, nothing at hand explains it and nothing is broken, so it comes from elsewhere. `causeNotFound`: it is unknown, for
 * something speaks for a fault or a place and does not prove it.
 */
export type Conclusion = 'causeFound' | 'expectedChange' | 'externalCause' | 'causeNotFound' | 'noAnomaly'

/**
 * The report as data; every text on a page or in a message is made from it.
 * Facts are for ever: what was added later is absent in older cases.
 */
export type Finding = {
  readonly conclusion: Conclusion
  /** The leading hypothesis; with 'causeNotFound' it is the strongest lead, with 'externalCause' and 'noAnomaly' null. */
  readonly cause: FaultKind | null
  readonly whatIsGoingOn: readonly Statement[]
  readonly whatCausedIt: readonly Statement[]
  readonly whatToDoNext: readonly Statement[]
  /** Where it happened: each segment by itself; empty means everywhere. */
  readonly segments: readonly Segment[]
  readonly columns: readonly string[]
  /** The table where the fault was born, as far as it was checked. */
  readonly origin: TableName
  readonly onset: Onset | null
  readonly confidence: Confidence
  readonly affectedRows: number | null
  /** SQL predicate that holds for the affected rows, in the data source's dialect; null where none can be given. */
  readonly affectedPredicate: string | null
  /** How it went over time; null without an anomaly. */
  readonly shape?: Shape | null
  readonly impact?: Impact | null
  readonly confidences?: Confidences
  /** Other explanations, the nearest first, each with what it predicted and what was seen instead. */
  readonly alternatives?: readonly Alternative[]
  /** The query that gives each number of the report again; empty where the data source was out of reach at the end. */
  readonly proofs?: readonly Proof[]
  /** Tables upstream, the nearest first, up to the first that did not move. */
  readonly upstream?: readonly Hop[]
  readonly samples?: RowSamples
  readonly draftTests?: readonly DraftTest[]
  readonly repair?: Repair | null
  /** The report in a model's words: each sentence rests on evidence, and code removed those that did not. */
  readonly prose?: readonly Statement[]
  /** How far was looked, and why no further. */
  readonly notes?: readonly Statement[]
}
