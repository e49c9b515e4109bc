export type NonEmpty<T> = readonly [T, ...T[]]

/** The list as a non-empty one, or null. */
export const nonEmpty = <T>(list: readonly T[]): NonEmpty<T> | null => {
  const [first, ...rest] = list
  return first === undefined ? null : [first, ...rest]
}
