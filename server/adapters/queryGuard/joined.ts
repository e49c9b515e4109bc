/** A comparison found in ON or WHERE: the places (in the FROM list) of the sources it compares. */
export type Link = readonly [number, number]

/** Whether comparisons tie all sources together, leaving out those of a single row. Places count over all sources. */
export const groupsAreJoined = (sources: readonly { readonly single: boolean }[], links: readonly Link[]) => {
  const group = sources.map((_, place) => place)
  const root = (place: number): number => {
    const next = group[place] ?? place
    return next === place ? place : root(next)
  }
  for (const [left, right] of links) group[root(left)] = root(right)
  return new Set(sources.flatMap(({ single }, place) => (single ? [] : [root(place)]))).size <= 1
}
