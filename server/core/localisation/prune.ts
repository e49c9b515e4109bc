import { readLeaves } from './cells.ts'
import { sumLikelihoods } from './rest.ts'
import type { Found, SearchSpace } from './searchSpace.ts'

/**
 * Takes out what the other causes tell as well: a cause whose leaves, given back to the causes that cover them, cost less likelihood than naming
 * it; and what lies within another cause.
 */
export const prune = (space: SearchSpace, found: readonly Found[]): readonly Found[] => {
  for (const cause of found.toSorted((a, b) => a.significance - b.significance)) {
    const others = found.filter(other => other !== cause)
    if (others.length === 0) return found
    const without = giveBack(space, cause, others)
    const worth = sumLikelihoods(space, found) - sumLikelihoods(space, without)
    if (worth <= 0 || others.some(other => isWithin(cause, other))) return prune(space, without)
  }
  return found
}

const covers = ({ cuboid, cell }: Found, leaf: number) => cuboid.cellOf[leaf] === cell

const giveBack = ({ scorer }: SearchSpace, cause: Found, others: readonly Found[]): readonly Found[] => {
  const taken = new Map<Found, number[]>(others.map(other => [other, []]))
  for (const leaf of cause.leaves) {
    const owner = others.find(other => covers(other, leaf))
    if (owner !== undefined) taken.get(owner)?.push(leaf)
  }
  return others.map(other => {
    const more = taken.get(other) ?? []
    if (more.length === 0) return other
    const leaves = Int32Array.from([...other.leaves, ...more])
    return { ...other, leaves, columns: readLeaves(scorer.columns, leaves) }
  })
}

/** A cause within another one is told by it: beside it the other moved too, or it would not have been found. */
const isWithin = (cause: Found, other: Found) => cause.leaves.every(leaf => covers(other, leaf))
