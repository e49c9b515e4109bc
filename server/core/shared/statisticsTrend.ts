import { median } from './statistics.ts'

export type Point = { readonly x: number; readonly y: number }

/** Theil-Sen line: the median of all pairwise slopes (Sen 1968), and the median intercept. Fewer than two distinct x give slope 0. */
export const theilSen = (points: readonly Point[]): { readonly slope: number; readonly intercept: number } => {
  const slopes = points.flatMap((a, index) =>
    points
      .slice(index + 1)
      .filter(b => b.x !== a.x)
      .map(b => (b.y - a.y) / (b.x - a.x)),
  )
  const slope = slopes.length === 0 ? 0 : median(slopes)
  return { slope, intercept: median(points.map(({ x, y }) => y - slope * x)) }
}
