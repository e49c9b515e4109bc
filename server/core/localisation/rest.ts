import type { Scorer } from './scorer.ts'
import type { Found, SearchSpace } from './searchSpace.ts'

/** Causes that leave less than this share outside are everywhere. */
export const leastRest = 0.05

/** What the cells explain together, each less its penalty. */
export const sumLikelihoods = ({ scorer, penalties }: SearchSpace, found: readonly Found[]) =>
  found.reduce(
    (total, { columns, cuboid }) => total + scorer.likelihood(columns) - (penalties[cuboid.dimensions.length] ?? 0),
    0,
  )

type Parts = { readonly found: readonly Found[]; readonly leastRest: number }

/** Whether the found cells leave a rest of at least that share in which hardly anything moved, compared with inside. */
export const leavesNormalRest = (scorer: Scorer, whole: Float64Array, { found, leastRest: least }: Parts): boolean => {
  const inside = new Float64Array(whole.length)
  for (const { columns } of found)
    for (let place = 0; place < inside.length; place++) inside[place] = (inside[place] ?? 0) + (columns[place] ?? 0)
  const rest = whole.map((value, place) => value - (inside[place] ?? 0))
  return (
    scorer.volume(rest) >= least * scorer.volume(whole) && Math.abs(scorer.change(rest)) < 0.4 * scorer.change(inside)
  )
}

/** What the search gains by chance from choosing these cells. */
export const contrastPenalty = ({ penalties }: SearchSpace, found: readonly Found[]) =>
  found.reduce((total, { cuboid }) => total + (penalties[cuboid.dimensions.length] ?? 0), 0)

/** Log-likelihood ratio of the segments and the rest having each their own change against both sharing one. */
export const contrast = (scorer: Scorer, whole: Float64Array, found: readonly Found[]) => {
  const inside = whole.map((_, place) => found.reduce((total, { columns }) => total + (columns[place] ?? 0), 0))
  const rest = whole.map((value, place) => value - (inside[place] ?? 0))
  const variance = scorer.error(inside) + scorer.error(rest)
  const byVariance = variance > 0 ? (scorer.change(inside) - scorer.change(rest)) ** 2 / (2 * variance) : 0
  // A handful of events tell by their number what their variance cannot.
  return Math.max(byVariance, scorer.parts?.(inside, rest) ?? 0)
}
