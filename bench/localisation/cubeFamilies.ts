import type { CubeFamily } from './cube.ts'

const plain = { onlyLeaves: false, hidden: 0, whole: 1 }

/** The families of S and L, and others of the same kind: few leaves, many values, amounts in cents or whole numbers. */
const likeS: CubeFamily = {
  ...plain,
  sizes: [10, 12, 10, 8, 5],
  causes: [1, 3],
  elements: [1, 3],
  severity: [0.2, 1],
  deviation: 0.1,
  noise: 0.25,
  decimals: 4,
}
const likeL: CubeFamily = {
  ...plain,
  sizes: [10, 24, 10, 15],
  causes: [1, 5],
  elements: [1, 1],
  onlyLeaves: true,
  severity: [0.5, 1],
  deviation: 0,
  noise: 0.1,
  decimals: 4,
}
const small: CubeFamily = { ...likeS, sizes: [6, 8, 5, 4], decimals: 2 }
const wide: CubeFamily = { ...likeS, sizes: [100, 20, 5], decimals: 0 }

export const locatedCubes: readonly (CubeFamily & { readonly name: string; readonly target: number | null })[] = [
  { ...likeS, name: 'like S', target: 0.95 },
  { ...likeL, name: 'like L', target: 0.99 },
  { ...small, name: 'like S, 960 leaves, cents', target: null },
  { ...wide, name: 'like S, 100 values of one dimension, whole numbers', target: null },
]

const none = { causes: [0, 0] } as const
const one = { causes: [1, 1] } as const

/** Nothing moved but noise. */
export const noiseCubes: readonly CubeFamily[] = [
  { ...likeS, ...none },
  { ...likeL, ...none },
  { ...small, ...none },
  { ...wide, ...none },
]

/** The cause lies in a dimension that the table does not have, or in none at all; and as many where it is at hand. */
export const hiddenCubes: readonly CubeFamily[] = [
  { ...likeS, ...one, sizes: [10, 12, 10, 8], hidden: 5 },
  { ...small, ...one, sizes: [6, 8, 5], hidden: 6 },
  { ...likeS, ...none, whole: 0.7 },
  { ...small, ...none, whole: 0.5 },
]
export const visibleCubes: readonly CubeFamily[] = [likeS, { ...small, ...one }, { ...likeS, ...one }, small]
