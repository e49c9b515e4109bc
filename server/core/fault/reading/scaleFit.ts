import { signalOf } from '../../investigation/state.ts'
import type { Case } from '../../measure/planned.ts'
import type { QuantilePair } from '../../measure/signal.ts'
import { watched } from './columns.ts'

/** Factors between units that people mix up: powers of ten, minutes and hours, miles, pounds, feet, yards. Those mixed up most come first. */
const common = [10, 100, 1000, 60, 1.609344, 2.204623]
const rare = [10_000, 1_000_000, 3600, 24, 12, 3.28084, 1.093613, 2.54]
const both = (list: readonly number[]) => list.flatMap(factor => [factor, 1 / factor])
const units = [
  ...both(common).map(factor => ({ factor, prior: 0.75 / (2 * common.length) })),
  ...both(rare).map(factor => ({ factor, prior: 0.25 / (2 * rare.length) })),
]
/** All rows in half of the cases, any share of them in the others. */
const shares = [1, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1].map(share => ({
  share,
  prior: share === 1 ? 0.5 : 0.5 / 9,
}))

/** How probable a factor that is no unit is, per logarithm: most lie within three times more or less. */
const density = (shift: number) =>
  (Math.abs(shift) <= Math.log(3) ? 0.8 / (2 * Math.log(3)) : 0) + (Math.abs(shift) <= 14 ? 0.2 / 28 : 0)

/** `factor` for `share` of the rows; `misfit` in nats, its cost not counted. */
export type Scaling = { readonly factor: number; readonly share: number; readonly misfit: number }

/** What the whole distribution of the watched sizes says, each size by itself or over another column where that varies less. */
export type ScaleFit = {
  readonly over: string | null
  /** Misfit when nothing changed. */
  readonly unchanged: number
  readonly unit: Scaling
  readonly free: Scaling
  /** Any factor for all rows or some. */
  readonly part: Scaling
  /** Log of how much more probable the distribution is under a known unit than under any other factor. */
  readonly advantage: number
}

type Shape = {
  readonly points: readonly { readonly p: number; readonly usual: number; readonly now: number }[]
  readonly rows: number
}

const shapeOf = (quantiles: readonly QuantilePair[], rows: number): Shape | null => {
  const points = quantiles.flatMap(({ p, alert, normal }) =>
    alert !== null && normal !== null && alert > 0 && normal > 0
      ? [{ p, usual: Math.log(normal), now: Math.log(alert) }]
      : [],
  )
  return points.length >= 4 && rows >= 20 ? { points, rows } : null
}

/** The usual distribution in logarithms: linear between the quantiles, and as far again beyond the outer two. */
const distribution = ({ points }: Shape) => {
  const [first, second] = points
  const [before, last] = points.slice(-2)
  if (!first || !second || !before || !last) return []
  const low = { p: 0, usual: first.usual - Math.max(second.usual - first.usual, 0.01) }
  const high = { p: 1, usual: last.usual + Math.max(last.usual - before.usual, 0.01) }
  return [low, ...points, high].map(({ p, usual }) => ({ p, at: usual }))
}
type Distribution = ReturnType<typeof distribution>

const below = (list: Distribution, at: number): number => {
  const place = list.findIndex(point => point.at > at)
  if (place === 0) return 0
  const [from, to] = [list[place - 1], list[place]]
  return from && to ? from.p + ((to.p - from.p) * (at - from.at)) / (to.at - from.at) : 1
}

/** The p-quantile when `share` of the rows are multiplied. */
const mixed = (list: Distribution, p: number, { shift, share }: { shift: number; share: number }): number => {
  let [low, high] = [(list[0]?.at ?? 0) + Math.min(0, shift), (list.at(-1)?.at ?? 0) + Math.max(0, shift)]
  for (let step = 0; step < 40; step++) {
    const middle = (low + high) / 2
    if ((1 - share) * below(list, middle) + share * below(list, middle - shift) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Quantiles of so few points are known no better than this. */
const coarse = 0.015
const mostPerPoint = 8
/** Quantiles of one sample go together. */
const independent = 4

const misfit = (shape: Shape, model: { shift: number; share: number }): number => {
  const list = distribution(shape)
  const nats = shape.points.map(({ p, now }) => {
    const reach = Math.sqrt((p * (1 - p) * 1.3) / shape.rows)
    const spread = (mixed(list, Math.min(0.999, p + reach), model) - mixed(list, Math.max(0.001, p - reach), model)) / 2
    return Math.min(mostPerPoint, (now - mixed(list, p, model)) ** 2 / (2 * (spread ** 2 + coarse ** 2)))
  })
  return (nats.reduce((sum, item) => sum + item, 0) * independent) / shape.points.length
}

/** Nats beyond which a distribution has changed. */
const clearly = 12

const leastOf = (list: readonly Scaling[]) => list.reduce((a, b) => (b.misfit < a.misfit ? b : a))
const logSum = (terms: readonly number[]) => {
  const top = Math.max(...terms)
  return top + Math.log(terms.reduce((sum, term) => sum + Math.exp(term - top), 0))
}

/** Places evenly on both sides, and closely where the fit is best. */
const around = (centre: number, { reach, step }: { reach: number; step: number }) =>
  Array.from({ length: Math.round((2 * reach) / step) + 1 }, (_, index) => centre - reach + index * step)

/** Every factor there may be, each with the width that it stands for. */
const grid = (shape: Shape, rough: number): readonly { readonly shift: number; readonly width: number }[] => {
  const moves = shape.points.map(({ now, usual }) => now - usual)
  const reach = 0.1 + 1.5 * Math.max(...moves.map(Math.abs))
  // Where a ratio hardly varies, only the very factor fits, and even steps pass it by: it is how far some quantile moved.
  const all = [
    ...new Set([...around(0, { reach, step: reach / 30 }), ...around(rough, { reach: 0.12, step: 0.008 }), ...moves]),
  ].toSorted((a, b) => a - b)
  return all.map((shift, index) => ({ shift, width: ((all[index + 1] ?? shift) - (all[index - 1] ?? shift)) / 2 }))
}

const fit = (shape: Shape, over: string | null): ScaleFit => {
  const scaling = (shift: number, share: number): Scaling => ({
    factor: Math.exp(shift),
    share,
    misfit: misfit(shape, { shift, share }),
  })
  const byUnit = units.flatMap(({ factor, prior }) =>
    shares.map(item => ({ scaling: scaling(Math.log(factor), item.share), prior: prior * item.prior })),
  )
  const rough = leastOf(shares.flatMap(({ share }) => grid(shape, 0).map(({ shift }) => scaling(shift, share))))
  const byAny = shares.flatMap(item =>
    grid(shape, Math.log(rough.factor)).map(({ shift, width }) => ({
      scaling: scaling(shift, item.share),
      prior: item.prior * density(shift) * width,
    })),
  )
  const evidence = (list: typeof byAny) =>
    logSum(list.map(({ scaling: { misfit: nats }, prior }) => Math.log(Math.max(prior, 1e-12)) - nats))
  const free = leastOf(byAny.filter(({ scaling: { share } }) => share === 1).map(item => item.scaling))
  const unit = byUnit.reduce((a, b) =>
    b.scaling.misfit - Math.log(b.prior) < a.scaling.misfit - Math.log(a.prior) ? b : a,
  ).scaling
  const part = leastOf(byAny.map(item => item.scaling))
  return {
    over,
    unchanged: misfit(shape, { shift: 0, share: 1 }),
    unit,
    free,
    part,
    advantage: evidence(byUnit) - evidence(byAny),
  }
}

/** How far the middle half spreads. */
const width = ({ points }: Shape) =>
  (points.find(({ p }) => p >= 0.75)?.usual ?? 0) - (points.find(({ p }) => p >= 0.25)?.usual ?? 0)

const fits = new WeakMap<object, ScaleFit | null>()

/** The fit of the sharpest view in which something changed; that of the sizes themselves where none did. */
export const scaleFit = (state: Case): ScaleFit | null => {
  const column = watched(state)
  if (!column?.numbers) return null
  const known = fits.get(column)
  if (known !== undefined) return known
  const rows = column.rows.alert * (1 - column.nullRate.alert)
  const ratios = signalOf(state, 'profile')?.joint?.ratios ?? []
  const views = [
    { over: null, quantiles: column.numbers.sizes },
    ...ratios.map(({ column: name, quantiles }) => ({ over: name, quantiles })),
  ]
  const shapes = views
    .flatMap(({ over, quantiles }) => {
      const shape = shapeOf(quantiles, rows)
      return shape ? [{ over, shape }] : []
    })
    .toSorted((a, b) => width(a.shape) - width(b.shape))
  const changed =
    shapes.find(({ shape }) => misfit(shape, { shift: 0, share: 1 }) > clearly) ??
    shapes.find(({ over }) => over === null)
  const found = changed ? fit(changed.shape, changed.over) : null
  fits.set(column, found)
  return found
}
