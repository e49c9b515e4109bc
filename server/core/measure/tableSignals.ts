import type { ColumnPair } from '../dataset/lineage.ts'
import type { TableName } from '../dataset/table.ts'
import type { Pair } from './pair.ts'

// What is read off the tables beside the alerted one: looked up, near, planned, and upstream.

export type ReferencesSignal = {
  readonly scan: 'references'
  readonly references: readonly {
    readonly column: string
    readonly parent: string
    readonly parentColumn: string
    readonly orphanRate: Pair
    /** Of the orphans in the alert window: repaired by trimming, case or leading zeros; beyond the parent's newest key. */
    readonly repairedShare: number
    readonly beyondShare: number
    /** Among rows where the watched column is null in the alert window: share whose key is an orphan. */
    readonly orphanWithTarget: number | null
    /** Rows of a key that the parent's history knows, but not at their time: of the rows whose watched column is null, and what share of such rows has it null. */
    readonly gap?: { readonly ofNulls: number; readonly nulls: number }
  }[]
}

export type SiblingsSignal = {
  readonly scan: 'siblings'
  readonly tables: readonly { readonly table: string; readonly rows: Pair }[]
}

/** What small tables beside this one say of the days around the onset: counts of their rows, no row. */
export type CalendarSignal = {
  readonly scan: 'calendar'
  /**
   * A column of days in such a table, and whether the table is about days (a calendar, a list of holidays): all its rows, those near the onset, those
   * in the weeks before it, those on its very day; and of rows that name the leading segment.
   */
  readonly entries: readonly {
    readonly table: string
    readonly column: string
    readonly ofDays: boolean
    readonly rows: number
    readonly near: number
    readonly recent: number
    readonly thatDay: number
    readonly named: { readonly near: number; readonly recent: number }
  }[]
  /** What a calendar says of its days in a column: of how many days, how often of the onset's, of how many the same as of that, and how many different things. */
  readonly marks: readonly {
    readonly table: string
    readonly column: string
    readonly days: number
    readonly thatDay: number
    readonly alike: number
    readonly distinct: number
  }[]
}

/** The metric on tables upstream, the nearest first: on the alert's day, and the median of the normal days; null where there were no rows to compute it from. */
export type UpstreamSignal = {
  readonly scan: 'upstream'
  readonly tables: readonly {
    readonly table: TableName
    readonly observed: number | null
    readonly usual: number | null
    readonly rows: Pair
    /** What the located segments have of a metric that adds up; absent for others, and where nothing is located. */
    readonly inside?: Pair
  }[]
}

/** What came of a table that may hold the same rows: other rows, the same ones as it is made from or made of them, or the same ones and nothing tells which of the two. */
export type KinVerdict = 'unlike' | 'upstream' | 'downstream' | 'untold'

/** Tables that no name connects with the alerted one, asked for some of its ids: of the alert's day, and of a normal one. */
export type KinSignal = {
  readonly scan: 'kin'
  readonly tables: readonly {
    readonly table: TableName
    /** The columns in which the ids stand, there and here. */
    readonly key: ColumnPair
    readonly asked: Pair
    readonly found: Pair
    /** Rows there of each id that was found, on the normal day. */
    readonly perId: number
    /** Columns that say the same there and here, with the share of the normal day's rows in which they do. */
    readonly columns: readonly (ColumnPair & { readonly share: number })[]
    /** Seconds by which the rows were written later there, in the middle; null where not both tables say when. */
    readonly later: number | null
    readonly verdict: KinVerdict
  }[]
}
