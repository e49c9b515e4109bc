/** Order statistics; an empty list gives NaN. None of them changes its argument. */
const sorted = (values: readonly number[]) => values.toSorted((a, b) => a - b)

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

export const mean = (values: readonly number[]) => sum(values) / values.length

/** Linear interpolation between order statistics (type 7 of Hyndman and Fan 1996), `p` 0..1. */
export const quantile = (values: readonly number[], p: number): number => {
  const ordered = sorted(values)
  const place = (ordered.length - 1) * p
  const low = Math.floor(place)
  const a = ordered[low] ?? NaN
  const b = ordered[Math.min(low + 1, ordered.length - 1)] ?? NaN
  return a + (b - a) * (place - low)
}

export const median = (values: readonly number[]) => quantile(values, 0.5)

/** Median absolute deviation times 1.4826: the standard deviation, were the values normal. */
export const robustSpread = (values: readonly number[], centre = median(values)) =>
  1.4826 * median(values.map(value => Math.abs(value - centre)))

/** The value at which half of the weight lies below; zero weights count for nothing. */
export const weightedMedian = (pairs: readonly { readonly value: number; readonly weight: number }[]): number => {
  const ordered = pairs.filter(({ weight }) => weight > 0).toSorted((a, b) => a.value - b.value)
  const half = sum(ordered.map(({ weight }) => weight)) / 2
  let passed = 0
  for (const { value, weight } of ordered) {
    passed += weight
    if (passed >= half) return value
  }
  return NaN
}
