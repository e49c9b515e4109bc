import type { Pair } from './pair.ts'
import type { CalendarSignal, KinSignal, ReferencesSignal, SiblingsSignal, UpstreamSignal } from './tableSignals.ts'
import type { TableName } from '../dataset/table.ts'
import type { Segment } from '../finding/finding.ts'

/** Numbers read off one scan's answer: aggregates only, never a row of the customer. */
export type Signal =
  | SeriesSignal
  | SegmentsSignal
  | ProfileSignal
  | ValuesSignal
  | KeysSignal
  | ReferencesSignal
  | HoursSignal
  | SiblingsSignal
  | CalendarSignal
  | OnsetSignal
  | KinSignal
  | UpstreamSignal

/** Hours are local, 'YYYY-MM-DDTHH', in order without gaps; `bad` counts the rows the metric watches (nulls, matches), `expected` is null without history. */
export type SeriesSignal = {
  readonly scan: 'series'
  readonly hours: readonly { readonly at: string; readonly rows: number; readonly expectedRows: number | null }[]
  /** The newest hour with rows in the days read; null when there are none. */
  readonly newest: string | null
  /** Rows on the alert's day and what was expected of them. */
  readonly rows: Pair
  /** Mean of the watched column over rows that have it; null where the metric watches no number. */
  readonly mean: Pair | null
  /** Mean of its absolute value. */
  readonly size: Pair | null
  /** Share of the rows that have a value in it. */
  readonly filled?: Pair | null
  /** The least and the greatest value of the watched column on the alert's day, and over all days up to the newest normal one. */
  readonly extremes?: { readonly low: Pair; readonly high: Pair } | null
  readonly cardinalities: readonly Cardinality[]
}

/** Distinct values of a candidate dimension on the alert's day and on the same weekday before; near a per cent where the data source approximates. */
export type Cardinality = { readonly column: string; readonly alert: number; readonly normal: number }

export type Located = {
  readonly segment: Segment
  readonly observed: number
  readonly expected: number
  readonly effect: number
  /** Share of the whole deviation that it explains. */
  readonly share: number
  readonly rows: Pair
  readonly score: number
}

export type SegmentsSignal = {
  readonly scan: 'segments'
  readonly verdict: 'located' | 'everywhere' | 'diffuse' | 'nothing'
  readonly causes: readonly Located[]
  /** Runner-up segments, best first: what else it could have been. Facts of older cases lack them. */
  readonly leads?: readonly Located[]
  readonly coverage: number
  /** Score of the best segment of a normal day searched as if it were the alert's; null without one to spare. Facts of older cases lack it. */
  readonly placebo?: number | null
  /** The metric outside all causes. */
  readonly complement: { readonly observed: number; readonly expected: number }
  readonly dimensions: readonly string[]
}

/** One column, in one part of the table ('inside' the located segments, 'outside', or 'all'), in both windows. */
export type ColumnProfile = {
  readonly column: string
  readonly part: 'inside' | 'outside'
  readonly rows: Pair
  readonly nullRate: Pair
  /** Among rows where the watched column is null in the alert window: the share in which this one is null too. */
  readonly nullWithTarget: number | null
  readonly numbers: NumberProfile | null
  readonly texts: TextProfile | null
  /** Of a watched time: the share of its values without their seconds, minutes or hours. Facts of older cases lack it. */
  readonly timeGrids?: readonly { readonly what: string; readonly rate: Pair }[]
}

export type NumberProfile = {
  readonly mean: Pair
  readonly quantiles: readonly { readonly p: number; readonly alert: number | null; readonly normal: number | null }[]
  /** The same quantiles of the absolute value. */
  readonly sizes: readonly { readonly p: number; readonly alert: number | null; readonly normal: number | null }[]
  readonly negativeRate: Pair
  readonly zeroRate: Pair
  readonly sentinels: readonly { readonly value: string; readonly rate: Pair }[]
  /** Of the watched column only, as are the levels: the share of values whose size lies beyond each. Facts of older cases lack them. */
  readonly grain?: NumberGrain | null
  readonly levels?: readonly { readonly level: number; readonly beyond: Pair }[]
}

/** How finely numbers are written, and how they end. */
export type NumberGrain = {
  /** Share of the values that stand on each grid (whole numbers, tenths, even numbers); zero and placeholders left out. */
  readonly grids: readonly { readonly grid: string; readonly step: number; readonly rate: Pair }[]
  /** Values of the alert's window that are neither. Facts of older cases lack it. */
  readonly told?: number
  /** Share of the values at the limit of a storage type, such as 32767. */
  readonly limitRate: Pair
  /** Rows beyond the extremes of normal days, and what they add up to; of the sum of all. */
  readonly beyond: { readonly rows: number; readonly sum: number; readonly total: Pair } | null
}

export type TextProfile = {
  readonly sentinels: readonly { readonly value: string; readonly rate: Pair }[]
  /** Share of texts that are plain numbers ('12.30'). */
  readonly numericRate: Pair
  /** Share of texts that hold a number dressed up ('$12.30', '12,30', '1 200 EUR'). */
  readonly dressedRate: Pair
  /** Among rows where the watched column is null in the alert window: the share in which this text is a dressed-up number. */
  readonly dressedWithTarget: number | null
  /** Share of texts that are numbers with a fraction; of the watched column only. */
  readonly fractionRate?: Pair
  /** The same as `dressedWithTarget` for any text that is no plain number. Facts of older cases lack it. */
  readonly otherWithTarget?: number | null
  /** Shares of texts that have a trait, of those traits that were counted. */
  readonly traits: readonly TextTrait[]
  /** Rows with each of some values. */
  readonly named?: readonly { readonly value: string; readonly rows: Pair }[]
  /** Length of the longest text; null where it was not measured. */
  readonly longest: Pair | null
}

export type TextTrait = { readonly name: string; readonly rate: Pair }

export type ProfileSignal = {
  readonly scan: 'profile'
  readonly columns: readonly ColumnProfile[]
  /** How the columns of a row go together, inside the located segments. */
  readonly joint?: JointProfile
}

export type QuantilePair = { readonly p: number; readonly alert: number | null; readonly normal: number | null }

export type JointProfile = {
  /** Sums and products that the watched column may be a part of, with the share of rows for which each holds; `rows` of the alert's have a value in all of them. Facts of older cases lack it. */
  readonly relations: readonly {
    readonly text: string
    readonly columns: readonly string[]
    readonly holds: Pair
    readonly rows?: number
  }[]
  /** The watched column over another one. */
  readonly ratios: readonly { readonly column: string; readonly quantiles: readonly QuantilePair[] }[]
  /** From one row to the next of the same entity (of all rows for null), the share of changes of the watched column that go up. */
  readonly rising: readonly { readonly by: string | null; readonly share: Pair }[]
  /**
   * Other times of a row against the one that places it. `hours`: their distance, in the middle; `spread`: that of the middle half of the rows. Shares of rows: `late` and `past` are days after
   * and before it, `early` an hour before, `same` the very moment. `batchHours`: the hours in which four of five of the late ones were written. `rows` of the alert's have both,
   * and are late from `lateHours` on; facts of older cases lack these and `spread`.
   */
  readonly lags: readonly {
    readonly column: string
    readonly rows?: number
    readonly hours: Pair
    readonly spread?: Pair
    readonly late: Pair
    readonly lateHours?: number
    readonly early: Pair
    readonly same: Pair
    readonly past: Pair
    readonly batchHours: number | null
  }[]
  /** Share of a running number's range that the rows of one window fill; null where no number runs. `ahead`: how far the alert's numbers reach beyond their middle, over how far back. */
  readonly running: { readonly column: string; readonly share: Pair; readonly ahead?: number } | null
}

/** How often a value stands in both windows; `lens` is the number the case is about among its rows (a rate, a mean), null where it counts rows. */
export type ValueCount = {
  readonly value: string | null
  readonly rows: Pair
  /** Rows on each normal day. */
  readonly days: readonly number[]
  readonly lens: Pair | null
}

/** Values of the low-cardinality columns and of the watched one, most frequent first; each list is cut at 200, the watched column's at 1500. */
export type ValuesSignal = {
  readonly scan: 'values'
  readonly columns: readonly {
    readonly column: string
    readonly distinct: Pair
    readonly values: readonly ValueCount[]
    readonly strength: number
  }[]
}

export type KeysSignal = {
  readonly scan: 'keys'
  /** What tells rows apart: the declared key, or every column but surrogate ids and load times. */
  readonly key: readonly string[]
  readonly natural: boolean
  /** Rows beyond the first of each key, as a share of rows. */
  readonly duplicateRate: Pair
  /** Distinct keys. */
  readonly distinct: Pair
  /** Among duplicated keys: the most frequent number of copies and how many of them have it. */
  readonly copies: { readonly mode: number; readonly share: number } | null
  /** Of the repeated keys, the share whose rows say the same in every number and text. */
  readonly sameContent?: number | null
  /** Of the repeated keys, the share whose rows are versions that hold at the same time; null where the table has no versions. */
  readonly overlapping?: number | null
  /** For each grouping: how pure the duplication is, 0..1: 1 when a group's keys are all repeated or none is. */
  readonly purity: readonly Purity[]
  /** Per column that says who acts: how many had `least` rows or more in the alert window, and the rows of such actors. */
  readonly crowds?: readonly {
    readonly column: string
    readonly least: number
    readonly actors: number
    readonly rows: Pair
  }[]
}

export type Purity = {
  readonly by: string
  readonly role: 'hour' | 'batch' | 'reference' | 'dimension' | 'parent' | 'version'
  readonly purity: number
  readonly groups: number
  readonly repeatedGroups: number
  readonly contiguous: boolean
  /** The parent or history that tells the repeated rows. Facts of older cases lack it. */
  readonly parent?: TableName
}

/** Rows by hour of day inside the located segments (or of all), scaled to one day. */
export type HoursSignal = {
  readonly scan: 'hours'
  readonly normal: readonly number[]
  readonly days: readonly { readonly day: string; readonly rows: readonly number[] }[]
  /** The table's rows without a time, or at one that tools write for none; absent where nobody asked. */
  readonly strays?: number
}

/** Rows by hour around the onset, and on normal days by hour of the day, by what they are in what the case watches. Facts of older cases lack the kinds. */
export type OnsetSignal = {
  readonly scan: 'onset'
  readonly hours: readonly { readonly at: string; readonly kinds?: readonly number[] }[]
  readonly usual?: readonly (readonly number[])[]
}
