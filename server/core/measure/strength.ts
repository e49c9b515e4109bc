import type { Lens } from './lens.ts'
import type { ValueCount } from './signal.ts'

/**
 * How well a column's values part the deviation, to choose the dimensions of the segment search: the log-likelihood ratio of the values having
 * their own change each against all sharing one, per degree of freedom spent; 0 when all move alike.
 */
export const valueStrength = (lens: Lens, counts: readonly ValueCount[]): number => {
  const total = sum(counts.map(({ rows }) => rows.normal))
  const usual = sum(counts.map(({ rows, lens: pair }) => rows.normal * (pair?.normal ?? 0))) / Math.max(total, 1)
  const size = lens.model === 'mean' ? Math.max(Math.abs(usual), 1e-9) : 1
  // A value new in the table has no usual level of its own; the whole table's stands in.
  const gains = counts.map(({ rows, lens: pair }) =>
    pair ? (rows.alert * (pair.alert - (rows.normal > 0 ? pair.normal : usual))) / size : rows.alert - rows.normal,
  )
  const weights = counts.map(({ rows, lens: pair }) => (pair ? rows.alert : rows.normal))
  const weight = sum(weights)
  const gain = sum(gains)
  if (weight <= 0 || total <= 0) return 0
  const most = Math.max(0, ...gains.map((value, index) => Math.abs(value - (gain * (weights[index] ?? 0)) / weight)))
  return most / Math.sqrt(Math.max(1, Math.abs(gain), weight / 100)) / Math.sqrt(Math.log(2 + counts.length))
}

const sum = (list: readonly number[]) => list.reduce((total, value) => total + value, 0)
