import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { ColumnProfile } from '../../measure/signal.ts'
import type { Reading } from '../fault.ts'
import { watched } from './columns.ts'
import { chance, knownPoints, shareBelow, type Point } from './quantiles.ts'
import { partExplains } from './scale.ts'
import { bestSwapped, swapFit } from './swaps.ts'
import { percent } from './text.ts'

/** The quantiles of the size that both windows know; of a column that is not watched, those of its values, where all have one sign. */
const pointsOf = ({ numbers }: ColumnProfile): readonly Point[] => {
  const sizes = knownPoints(numbers?.sizes ?? [])
  const values = knownPoints(numbers?.quantiles ?? [])
  if (sizes.length >= values.length) return sizes
  if (values.every(({ normal }) => normal >= 0)) return values
  return values.every(({ normal }) => normal <= 0)
    ? values.map(({ p, alert, normal }) => ({ p: 1 - p, alert: -alert, normal: -normal })).toReversed()
    : []
}

/** Of what lies beyond the outer quantiles. */
const tail = 0.5

/** How far, on average, the quantiles of today are from those of `part` of the other's usual values among the own ones. */
const misfit = (own: readonly Point[], other: readonly Point[], part: number): number =>
  own.reduce((sum, { p, alert }) => {
    // A value that many rows hold stands for all the shares it spans.
    const [low, high] = [alert - 1e-9 * Math.abs(alert), alert + 1e-9 * Math.abs(alert)].map(
      value => (1 - part) * shareBelow(own, value, tail) + part * shareBelow(other, value, tail),
    )
    return sum + Math.max(0, (low ?? 0) - p, p - (high ?? 1))
  }, 0) / own.length

/** Shares of rows in which the two columns may be exchanged. */
const parts = Array.from({ length: 50 }, (_, index) => (index + 1) / 50)

/**
 * How much of the change of two columns an exchange of their values in some of the rows explains, 0..1: each is then a mixture of what both used to hold, in the same
 * proportion. Null where the sizes moved too little to tell, or no other column moved the opposite way.
 */
export const exchangedSizes = (state: Case): Reading | null => {
  const [column, swap] = [watched(state), bestSwapped(state)]
  const other = signalOf(state, 'profile')?.columns.find(item => item.part === 'inside' && item.column === swap?.other)
  if (!column || !other) return null
  const [own, beside] = [pointsOf(column), pointsOf(other)]
  if (own.length < 5 || beside.length < 3) return null
  const noise = chance(column.rows.alert)
  const together = (part: number) => misfit(own, beside, part) + misfit(beside, own, part)
  const moved = together(0)
  if (misfit(own, beside, 0) < 2 * noise) return null
  const best = parts.reduce((a, b) => (together(b) < together(a) ? b : a))
  const value = Math.max(0, 1 - Math.max(0, together(best) - 2 * noise) / moved)
  return {
    value,
    text: `${column.column} and ${other.column} exchanged in ${percent(best)} of the rows explains ${percent(value)} of how their sizes moved.`,
  }
}

/** A factor that explains less than all but this is no rule of its own. */
const nearlyAll = 0.95

/** How much more of the change of the sizes one factor, for all rows or some, explains than the exchange does; 0 where it leaves some unexplained. */
export const factorBeyond = (state: Case): Reading | null => {
  const [sizes, factor] = [exchangedSizes(state), partExplains(state)]
  if (!sizes || !factor) return null
  return {
    value: factor.value >= nearlyAll ? Math.max(0, factor.value - sizes.value) : 0,
    text: `${factor.text} ${sizes.text}`,
  }
}

/** How well another column's values explain the change: no better than the sizes of the two say, where those tell. A running number moves towards anything. */
export const exchangeExplains = (state: Case): Reading | null => {
  const [fit, sizes] = [swapFit(state), exchangedSizes(state)]
  return fit && sizes && sizes.value < fit.value ? sizes : fit
}
