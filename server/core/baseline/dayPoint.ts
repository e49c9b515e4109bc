/** One calendar day of the metric; every day of the range is present, in order. */
export type DayPoint = {
  /** 'YYYY-MM-DD'. */
  readonly day: string
  /** null: no rows to compute it from. */
  readonly value: number | null
  readonly rows: number
  /** Sampling variance of the value, for rates and means; null where unknown. */
  readonly variance: number | null
}

/** What the metric is made of: it sets the sampling floor of the noise and the smallest change that matters. */
export type BaselineModel = 'count' | 'sum' | 'rate' | 'mean' | 'other'

export type BaselineOptions = { readonly model: BaselineModel }

/** What a day should have been, and how far it was from that. */
export type Expectation = {
  readonly expected: number
  readonly low: number
  readonly high: number
  /** Robust standard deviation of a normal day around its expectation, in the metric's unit. */
  readonly scale: number
  readonly observed: number | null
  /** (observed - expected) / scale; 0 where nothing was observed. */
  readonly score: number
  /** Comparable normal days, newest first. */
  readonly baselineDays: readonly string[]
  /** Whether there is any history to compare with. */
  readonly enough: boolean
}
