import type { Names } from './names.ts'
import type { Relation } from './scopes.ts'

/** What the hooks of a dialect share while one tree is walked. */
export type HookTools = {
  readonly names: Names
  /** The functions called so far, by their bare names. */
  readonly functions: Set<string>
  /** Counts this many joins more; refuses when they are too many. */
  readonly countJoins: (more: number) => void
}

/** The relation that the SELECT visited last gives back. */
export type Last = { relation: Relation }

/** Two lists of columns that a condition compares with each other. */
export type Compared = { readonly left: readonly (readonly string[])[]; readonly right: readonly (readonly string[])[] }

/** Ties together the sources whose columns are compared. */
export const linkSources = (names: Names, compared: readonly Compared[]) => {
  const place = (column: readonly string[]) => {
    const source = names.sourceOf(column)
    return source ? names.sources().indexOf(source) : -1
  }
  for (const { left, right } of compared) {
    for (const a of left.map(place))
      for (const b of right.map(place)) if (a >= 0 && b >= 0 && a !== b) names.link([a, b])
  }
}
