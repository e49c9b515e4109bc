import { median, quantile } from '../shared/statistics.ts'
import type { BaselineModel, DayPoint } from './dayPoint.ts'

/** A day of the past is no normal one beyond this many robust standard deviations. */
export const threshold = 3.5

/** The day that somebody points at needs less to be believed than one that nobody does. */
export const askedThreshold = 3

/** From here on it is looked at for a cause, though it may be noise. */
export const suspectedThreshold = 1

/** Counts and sums swing in proportion to their level; rates and means by an absolute amount. */
export const isRelative = (model: BaselineModel) => model === 'count' || model === 'sum'

/** What a day without rows is worth: nothing was counted, but no rate can be told. */
export const dayValue = (point: DayPoint, model: BaselineModel): number | null =>
  point.value ?? (isRelative(model) ? 0 : null)

/** The smallest change that matters, in the metric's unit: 5 % of a count or sum, half a percentage point of a rate, 2 % of a mean. */
export const practicalChange = (model: BaselineModel, expected: number): number => {
  switch (model) {
    case 'rate':
      return 0.005
    case 'mean':
      return 0.02 * Math.abs(expected)
    case 'count':
    case 'sum':
    case 'other':
      return 0.05 * Math.abs(expected)
  }
}

/** Standard deviation that sampling alone gives the day's value, baseline noise included. */
export const samplingSpread = (model: BaselineModel, point: DayPoint, expected: number): number => {
  if (model === 'count') return Math.sqrt(1.25 * Math.max(expected, 1))
  if (model === 'rate' && point.rows > 0) {
    const share = (expected * point.rows + 1) / (point.rows + 2)
    return Math.sqrt((1.25 * share * (1 - share)) / point.rows)
  }
  return model === 'mean' ? Math.sqrt(1.25 * (point.variance ?? 0)) : 0
}

/**
 * Spread of past one-step residuals: 1.4826 MAD, or the 90th percentile of their size where the tails are heavier than normal. A tenth of the
 * days may be holidays or past faults without widening it. Few residuals tell little, so the spread is widened by 3/n.
 */
export const residualSpread = (residuals: readonly number[]): number => {
  if (residuals.length === 0) return 0
  const sizes = residuals.map(Math.abs)
  return Math.max(1.4826 * median(sizes), quantile(sizes, 0.9) / 1.645) * (1 + 3 / residuals.length)
}
