import type { QuantilePair } from '../../measure/signal.ts'

/** One value of a distribution in both windows: `p` of the rows lie below it. */
export type Point = { readonly p: number; readonly alert: number; readonly normal: number }

/** The points that both windows know. */
export const knownPoints = (list: readonly QuantilePair[]): readonly Point[] =>
  list.flatMap(({ p, alert, normal }) => (alert === null || normal === null ? [] : [{ p, alert, normal }]))

/** The share of normal rows below a value, on straight lines between the points; of the rows beyond the outer ones, `tail` are taken to lie on the value's own side. */
export const shareBelow = (points: readonly Point[], value: number, tail = 0): number => {
  const after = points.findIndex(({ normal }) => normal >= value)
  const [from, to] = [points[after - 1], points[after]]
  if (!to) return 1 - tail * (1 - (points.at(-1)?.p ?? 1))
  if (!from) return tail * to.p
  return to.normal > from.normal ? from.p + ((to.p - from.p) * (value - from.normal)) / (to.normal - from.normal) : to.p
}

/** The normal value below which `p` of the rows lie, on straight lines between the points. */
export const normalAt = (points: readonly Point[], p: number): number => {
  const after = points.findIndex(point => point.p >= p)
  const [from, to] = [points[after - 1], points[after]]
  if (!from || !to) return (after < 0 ? points.at(-1) : points[0])?.normal ?? 0
  return from.normal + ((to.normal - from.normal) * (p - from.p)) / (to.p - from.p)
}

/** The mean distance of quantiles, as shares, that so many rows have by chance: near 0.3 of one over the root. */
export const chance = (rows: number) => 0.3 / Math.sqrt(Math.max(rows, 1))
