import { signalOf } from '../../investigation/state.ts'
import { locatedSegments } from '../../measure/located.ts'
import type { Case } from '../../measure/planned.ts'
import { metricColumns } from '../../metric/metric.ts'
import { knownPoints, normalAt, shareBelow, type Point } from './quantiles.ts'
import { mostSwing, type Vanished } from './selection.ts'

/** How far the values are from those of a model, as shares of the usual. In the tails a line between two points is a guess. */
const distance = (points: readonly Point[], model: (p: number) => number) =>
  points
    .filter(({ p }) => p >= 0.05 && p <= 0.9)
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

/** The rows whose watched number is beyond a limit: gone where all that is left is spread as the rest of a normal day's rows, and as many rows are missing. */
export const vanishedBeyond = (state: Case): readonly Vanished[] => {
  const [watched] = metricColumns(state.question.metric)
  return (signalOf(state, 'profile')?.columns ?? [])
    .filter(({ column, part }) => column === watched && part === 'inside')
    .flatMap(profile => {
      const { rows, nullRate, numbers } = profile
      const missing = rows.normal - rows.alert
      if (!numbers || numbers.negativeRate.normal > 0.01) return []
      return cuts(knownPoints(numbers.sizes)).flatMap(({ side, limit, share }) => {
        const gone = share * rows.normal * (1 - nullRate.normal)
        const told = {
          what: `${watched ?? ''} is ${side} ${Number(limit.toPrecision(3)).toString()}`,
          rows: gone,
          segments: locatedSegments(state),
          missing,
        }
        return gone > mostSwing * Math.sqrt(rows.normal) && missing >= 0.5 * gone ? [told] : []
      })
    })
}
