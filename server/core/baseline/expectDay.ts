import { assessDays } from './assessDays.ts'
import type { BaselineOptions, DayPoint, Expectation } from './dayPoint.ts'
import { normalBefore, sameWeekdays } from './forecast.ts'
import { askedThreshold, dayValue } from './noise.ts'

const fewestSameWeekdays = 2
const mostBaselineDays = 6

/**
 * What `day` should have been by the days before it, those of an anomaly under way left out. The band is three robust standard deviations wide.
 * Without history `enough` is false and the band is the observed value itself.
 */
export const expectDay = (
  history: readonly DayPoint[],
  day: string,
  { model, excluded }: BaselineOptions & { readonly excluded?: ReadonlySet<string> },
): Expectation => {
  const index = history.findIndex(point => point.day === day)
  const { days, assessed } = assessDays(history.slice(0, index + 1), model, excluded)
  const found = assessed[index]
  const point = history[index]
  const observed = point === undefined ? null : dayValue(point, model)
  if (found === undefined || found === null) {
    const value = observed ?? 0
    return { expected: value, low: value, high: value, scale: 0, observed, score: 0, baselineDays: [], enough: false }
  }
  const normal = normalBefore(days, index)
  const same = sameWeekdays(normal, index)
  const places = same.length >= fewestSameWeekdays ? same : [...new Set([...same, ...normal])].toSorted((a, b) => b - a)
  return {
    expected: found.expected,
    ...band(found, model),
    scale: found.scale,
    observed,
    score: found.score,
    baselineDays: places.slice(0, mostBaselineDays).flatMap(place => history[place]?.day ?? []),
    enough: true,
  }
}

/** The range a normal day falls into; counts do not fall below zero, rates stay within 0..1. */
export const band = (
  { expected, scale }: { readonly expected: number; readonly scale: number },
  model: BaselineOptions['model'],
) => {
  const low = expected - askedThreshold * scale
  const high = expected + askedThreshold * scale
  if (model === 'count') return { low: Math.max(0, low), high }
  return model === 'rate' ? { low: Math.max(0, low), high: Math.min(1, high) } : { low, high }
}
