import type { Lens } from './lens.ts'
import type { ValueCount } from './signal.ts'

/**
 * How well a column's values part the deviation, to choose the dimensions of the segment search: the log-likelihood ratio of the values having
 * their own change each against all sharing one, per degree of freedom spent; 0 when all move alike.
 */
export const valueStrength = (lens: Lens, counts: readonly ValueCount[]): number => {
  const gains = counts.map(({ rows, lens: pair }) => pair ? deviation(rows.alert, pair, lens) : rows.alert - rows.normal)
  const total = counts.reduce((sum, { rows }) => sum + rows.normal, 0)
  const weights = counts.map(({ rows, lens: pair }) => pair ? rows.alert : rows.normal)
  const weight = weights.reduce((sum, value) => sum + value, 0)
  const gain = gains.reduce((sum, value) => sum + value, 0)
  if (weight <= 0 || total <= 0) return 0
  const excess = gains.map((value, index) => Math.abs(value - gain * (weights[index] ?? 0) / weight))
  const most = Math.max(0, ...excess)
  return most / Math.sqrt(Math.max(1, Math.abs(gain), weight / 100)) / Math.sqrt(Math.log(2 + counts.length))
}

const deviation = (rows: number, pair: { alert: number; normal: number }, lens: Lens) => {
  const size = lens.model === 'mean' ? Math.max(Math.abs(pair.normal), 1e-9) : 1
  return rows * (pair.alert - pair.normal) / size
}
