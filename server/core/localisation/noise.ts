import { median, weightedMedian } from '../shared/statistics.ts'
import { sumCells } from './cells.ts'
import type { Cuboid } from './cuboid.ts'
import type { LeafEvidence } from './evidence.ts'

/** `dispersion`: variance over the sampling model. `sigma`: relative swing of a segment that no number of rows averages out. */
export type Noise = { readonly dispersion: number; readonly sigma: number }

const fewestUnits = 5
const manyUnits = 200
const chiSquareMedian = 0.4549
/** No segment is steadier than this from day to day. */
const leastSigma = 0.02
/** Read off the alert's own window, noise beyond this is rather the change itself. */
const mostOfAlert: Noise = { dispersion: 4, sigma: 0.08 }

/** Noise as the alert's own window shows it, for want of a placebo; held down, since a large change leaves traces in most cells. */
export const estimateAlertNoise = (evidence: LeafEvidence, cuboids: readonly Cuboid[], leaves: Int32Array): Noise => {
  const { dispersion, sigma } = estimateNoise(evidence, cuboids, leaves)
  return { dispersion: Math.min(mostOfAlert.dispersion, dispersion), sigma: Math.min(mostOfAlert.sigma, sigma) }
}

/**
 * Noise from the cells themselves, centred on their common change, so that neither a change of the whole nor that of a few segments counts.
 * Medians throughout: half of the cells may be hit.
 */
export const estimateNoise = (evidence: LeafEvidence, cuboids: readonly Cuboid[], leaves: Int32Array): Noise => {
  const cells = cuboids
    .filter(({ dimensions }) => dimensions.length <= 2)
    .flatMap(cuboid => {
      const {
        columns: [observed, expected, variance],
      } = sumCells(cuboid, [evidence.observed, evidence.expected, evidence.variance], leaves)
      return Array.from({ length: cuboid.cells }, (_, cell) => {
        const [o, e, v] = [observed?.[cell] ?? 0, expected?.[cell] ?? 0, variance?.[cell] ?? 0]
        const size = (Math.abs(o) + Math.abs(e)) / 2
        return { o, e, v, units: v > 0 ? (size * size) / v : 0, single: cuboid.dimensions.length === 1 }
      }).filter(({ units }) => units >= fewestUnits)
    })
  const centre = weightedMedian(
    cells.filter(({ single, e }) => single && e !== 0).map(({ o, e }) => ({ value: o / e, weight: Math.abs(e) })),
  )
  const common = Number.isFinite(centre) ? centre : 1
  const squares = cells.map(({ o, e, v, units, single }) => ({ single, units, square: (o - common * e) ** 2 / v }))
  const small = squares.filter(({ units }) => units < manyUnits)
  const dispersion =
    small.length < 6 ? 1 : Math.max(1, Math.min(50, median(small.map(({ square }) => square)) / chiSquareMedian))
  const large = squares.filter(({ units }) => units >= manyUnits)
  const excess = large.map(({ square, units }) => (square / chiSquareMedian - dispersion) / units)
  return {
    dispersion,
    sigma: large.length < 6 ? leastSigma : Math.max(leastSigma, Math.sqrt(Math.max(0, median(excess)))),
  }
}
