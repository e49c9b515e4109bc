import type { Column } from '../dataset/table.ts'
import type { FaultKind } from '../fault/faultKind.ts'
import type { Row } from './answerRows.ts'
import type { Dialect } from './dialect.ts'
import type { Strange } from './numberSentinels.ts'
import type { Pair } from './pair.ts'

/** `watched` is the column the metric speaks of; `nullable` whether its nulls are what the case is about. */
export type ProfileScope = {
  readonly dialect: Dialect
  readonly watched: Column | null
  readonly nullable: boolean
  /** The kinds of fault whose predictions wait for the profile; nothing is counted for the others. */
  readonly asked: ReadonlySet<FaultKind>
  /** Text columns whose formats are counted, because their values are too many to be listed. */
  readonly unlisted: ReadonlySet<string>
  /** Values of the watched text column to be counted inside the located segments: the new ones, and those with most rows. */
  readonly named: readonly string[]
  /** The least and greatest value of the watched column on normal days; null where it is no number. */
  readonly usual: { readonly low: number; readonly high: number } | null
  readonly strange: Strange
  /** Sizes of the watched number beyond which its values are counted. */
  readonly levels: readonly number[]
}

/** The answer for one column, in one part of the table; `scale` turns the normal rows into one window. */
export type ProfileSource = {
  readonly column: Column
  readonly part: 'inside' | 'outside'
  readonly prefix: string
  readonly scope: Omit<ProfileScope, 'dialect'>
  readonly scale: number
  readonly alert: Row | undefined
  readonly normal: Row | undefined
}

/** A measure as a share of another, in both windows; of the rows that have a value when left out. */
export type Rates = (measure: string, whole?: string) => Pair

/** The watched column is profiled first, so its nulls are those of prefix c0_. */
export const watchedShare = (row: Row | undefined, part: number) => {
  const nulls = row ? row.count('n') - row.count('c0_has') : 0
  return nulls > 0 ? part / nulls : null
}
