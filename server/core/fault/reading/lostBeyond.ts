import { watchesNulls } from '../../measure/lens.ts'
import type { Case } from '../../measure/planned.ts'
import type { Reading } from '../fault.ts'
import { watched } from './columns.ts'
import { chance, knownPoints, shareBelow } from './quantiles.ts'
import { percent } from './text.ts'

/** Fewer missing values change no distribution beyond chance. */
const fewest = 0.05
/** How much of the change of the distribution it must explain that the greatest or the least sizes are what is missing. */
const explained = 0.8

/**
 * How well the values that are left are those of normal days without one end, of as many rows as are null now, 0..1: what is beyond a limit is no longer read. Null where
 * that is not so, which tells nothing: numbers that are written otherwise in all sizes are lost in all sizes.
 */
export const lostBeyond = (state: Case): Reading | null => {
  const column = watched(state)
  const points = knownPoints(column?.numbers?.sizes ?? [])
  if (!column || !watchesNulls(state) || points.length < 5) return null
  const { alert, normal } = column.nullRate
  const share = normal < 1 ? (alert - normal) / (1 - normal) : 0
  if (share < fewest || share >= 1) return null
  const rows = column.rows.alert * (1 - alert)
  const misfit = (model: (below: number) => number) =>
    points.reduce((sum, { p, alert: value }) => sum + Math.abs(model(shareBelow(points, value)) - p), 0) / points.length
  const noise = 2 * chance(rows)
  const change = misfit(below => below)
  const left = (below: number) => Math.min(1, Math.max(0, below / (1 - share)))
  const ends = [
    { side: 'above', limit: points.at(-1)?.alert ?? 0, rest: left },
    { side: 'below', limit: points[0]?.alert ?? 0, rest: (below: number) => left(below - share) },
  ].map(end => ({ ...end, value: change > noise ? 1 - Math.max(0, misfit(end.rest) - noise) / change : 0 }))
  const best = ends.reduce((a, b) => (b.value > a.value ? b : a))
  if (best.value < explained) return null
  return {
    value: best.value,
    text: `${percent(share)} of the values of ${column.column} are missing, and what is left is spread as the usual values without sizes ${best.side} ${Number(best.limit.toPrecision(3)).toString()}.`,
  }
}
