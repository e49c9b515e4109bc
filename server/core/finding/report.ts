// The parts of a finding that are more than a sentence; every room may know them.
import type { TableName } from '../dataset/table.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import type { Range, Unit } from '../hypothesis/hypothesis.ts'

/** The course of an anomaly: it came and stays, it grows, it came and went within the days read, or it was one day. */
export type Shape = 'step' | 'ramp' | 'pulse' | 'oneDay'

/**
 * What the affected rows are. `missing`, `added`: the difference to the rows expected. `copies`: rows beyond the first of each key.
 * `flagged`: rows that the metric counts, beyond the usual. `marked`: rows that show the fault. `segment`: every row of the segments.
 */
export type ImpactBasis = 'missing' | 'added' | 'copies' | 'flagged' | 'marked' | 'segment'

/** What it comes to on the alert's day. */
export type Impact = {
  readonly basis: ImpactBasis
  readonly rows: number
  /** Share of the rows of the day (of those expected for missing and added ones), 0..1; null where there are none. */
  readonly share: number | null
  /** Where the metric adds up or averages a column: how much more (or less) it came to than expected, in that column's own unit. */
  readonly amount: { readonly column: string; readonly difference: number } | null
}

/** What came of another explanation. `refuted`: it predicted otherwise; `weak`: it fits less well; `notCheckable`: nothing at hand could tell. */
export type AlternativeVerdict = 'refuted' | 'weak' | 'notCheckable'

/** Another explanation of the anomaly, and the one observation that tells most about it. */
export type Alternative = {
  /** The kind of fault, or the name of a check that belongs to every report: 'upstream', 'chance', 'placeboDays', 'mixShift', 'elsewhere', … */
  readonly id: string
  readonly kind: FaultKind | null
  readonly title: string
  /** What it would have shown, and in which range. */
  readonly claim: string
  readonly predicted: Range
  readonly unit: Unit
  /** The number seen; null where none could be read. */
  readonly observed: number | null
  /** The observation as a sentence with its numbers. */
  readonly text: string
  readonly verdict: AlternativeVerdict
  /** Log-likelihood ratio of that observation: negative speaks against it. */
  readonly nats: number
  /** The queries that gave the number. */
  readonly queries: readonly string[]
}

export type NumberUnit = 'count' | 'share' | 'value' | 'hours'

/** A number of the report. */
export type ProvenNumber = { readonly name: string; readonly value: number | null; readonly unit: NumberUnit }

/** Numbers of the report and the query that gives them again: a row for each (columns `name`, `value`), or one row with a column for each. */
export type Proof = {
  /** Unique within the case. */
  readonly id: string
  /** Which numbers they are, as a phrase. */
  readonly title: string
  /** Runnable as it stands, in the data source's dialect. */
  readonly sql: string
  readonly numbers: readonly ProvenNumber[]
}

export type TestTool = 'dbt' | 'greatExpectations' | 'soda'

/** A check that would have caught it, as text to paste into that tool. `file`: where it would stand. */
export type DraftTest = { readonly tool: TestTool; readonly file: string; readonly text: string }

/** A SELECT that shows the rows as they would be once repaired. Never run, and it changes nothing. */
export type Repair = { readonly sql: string; readonly note: string }

/**
 * Rows kept to look at, masked, at most twenty of each: `bad` and `good` are the ids of their queries, null where there are none. `same` says that the good
 * ones are of the segments named, before; false: the segments were not there before, so they are of all rows. `masked`: columns with values replaced by tokens.
 */
export type RowSamples = {
  readonly bad: string | null
  readonly good: string | null
  readonly same: boolean
  readonly masked: readonly string[]
}

export const noSamples: RowSamples = { bad: null, good: null, same: true, masked: [] }

/**
 * A table upstream, told by its columns and its name. `observed` and `usual` are the metric there; `share` is how far it moved, over how far this table
 * did: 1 is alike, null where the two cannot be compared.
 */
export type Hop = {
  readonly table: TableName
  readonly state: 'moved' | 'notMoved' | 'notCheckable'
  readonly observed: number | null
  readonly usual: number | null
  readonly share: number | null
  /** False where stored lineage told that it lies upstream; absent: its columns did. */
  readonly inferred?: boolean
  /** Its columns have other names: that it holds the same ids and values told it. */
  readonly byContent?: true
}
