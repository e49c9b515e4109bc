import type { Onset } from '../finding/finding.ts'

/** One day (or hour) of the watched metric. `value` null: no rows to compute it from. `low`..`high` is the expected band, null where history is too short. */
export type SeriesPoint = {
  readonly at: string
  readonly value: number | null
  readonly rows: number
  readonly expected: number | null
  readonly low: number | null
  readonly high: number | null
}

/** The deviation as measured: values in the metric's unit, `score` in robust standard deviations. */
export type Anomaly = {
  readonly observed: number | null
  readonly expected: number
  readonly low: number
  readonly high: number
  readonly score: number
  readonly direction: 'up' | 'down'
  readonly onset: Onset | null
  readonly shape: 'step' | 'spike' | 'ramp' | null
  /** The days that show it, from the onset to the last day measured, 'YYYY-MM-DD'. */
  readonly days: readonly string[]
  /** The normal days it is compared with, 'YYYY-MM-DD', newest first. */
  readonly baselineDays: readonly string[]
  readonly series: readonly SeriesPoint[]
}

/** False for a value that is unusual and yet within the expected band. */
export const isOutOfBand = ({ observed, low, high }: Pick<Anomaly, 'observed' | 'low' | 'high'>) =>
  observed !== null && (observed < low || observed > high)
