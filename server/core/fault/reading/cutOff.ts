import { signalOf } from '../../investigation/state.ts'
import { locatedSegments } from '../../measure/located.ts'
import type { Case } from '../../measure/planned.ts'
import type { ColumnProfile } from '../../measure/signal.ts'
import { metricColumns } from '../../metric/metric.ts'
import { mostSwing, type Vanished } from './selection.ts'

/** One value of the distribution in both windows: `p` of the rows lie below it. */
type Point = { readonly p: number; readonly alert: number; readonly normal: number }

/** The normal value below which `p` of the rows lie, on straight lines between the points known. */
const normalAt = (points: readonly Point[], p: number): number => {
  const after = points.findIndex(point => point.p >= p)
  const [from, to] = [points[after - 1], points[after]]
  if (!from || !to) return (after < 0 ? points.at(-1) : points[0])?.normal ?? 0
  return from.normal + (to.normal - from.normal) * (p - from.p) / (to.p - from.p)
}

/** The share of normal rows below a value. */
const shareBelow = (points: readonly Point[], value: number): number => {
  const after = points.findIndex(({ normal }) => normal >= value)
  const [from, to] = [points[after - 1], points[after]]
  if (!from || !to) return after < 0 ? 1 : 0
  return to.normal > from.normal ? from.p + (to.p - from.p) * (value - from.normal) / (to.normal - from.normal) : to.p
}

/** How far the values are from those of a model, as shares of the usual. In the tails a line between two points is a guess. */
const distance = (points: readonly Point[], model: (p: number) => number) => points.filter(({ p }) => p >= 0.05 && p <= 0.9)
  .reduce((sum, { p, alert, normal }) => sum + Math.abs(alert - model(p)) / Math.max(Math.abs(normal), 1e-9), 0)

/** A limit that takes fewer is no more than an odd day. */
const fewest = 0.05
/** How much of the change of the distribution it must explain to leave out one end. */
const explained = 0.75

const cuts = (points: readonly Point[]) => {
  const [low, high] = [points[0]?.alert ?? 0, points.at(-1)?.alert ?? 0]
  const [below, above] = [shareBelow(points, low), 1 - shareBelow(points, high)]
  const change = distance(points, p => normalAt(points, p))
  return [
    { side: 'below', limit: low, share: below, rest: (p: number) => normalAt(points, below + (1 - below) * p) },
    { side: 'above', limit: high, share: above, rest: (p: number) => normalAt(points, (1 - above) * p) },
  ].filter(({ share, rest }) => share >= fewest && share < 1 && distance(points, rest) <= (1 - explained) * change)
}

const pointsOf = ({ numbers }: ColumnProfile): readonly Point[] =>
  (numbers?.sizes ?? []).flatMap(({ p, alert, normal }) => alert === null || normal === null ? [] : [{ p, alert, normal }])

/** The rows whose watched number is beyond a limit: gone where all that is left is spread as the rest of a normal day's rows, and as many rows are missing. */
export const vanishedBeyond = (state: Case): readonly Vanished[] => {
  const [watched] = metricColumns(state.question.metric)
  return (signalOf(state, 'profile')?.columns ?? []).filter(({ column, part }) => column === watched && part === 'inside').flatMap(profile => {
    const { rows, nullRate, numbers } = profile
    const missing = rows.normal - rows.alert
    if (!numbers || numbers.negativeRate.normal > 0.01) return []
    return cuts(pointsOf(profile)).flatMap(({ side, limit, share }) => {
      const gone = share * rows.normal * (1 - nullRate.normal)
      const told = { what: `${watched ?? ''} is ${side} ${Number(limit.toPrecision(3)).toString()}`, rows: gone, segments: locatedSegments(state), missing }
      return gone > mostSwing * Math.sqrt(rows.normal) && missing >= 0.5 * gone ? [told] : []
    })
  })
}
