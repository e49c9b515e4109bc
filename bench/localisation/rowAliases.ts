import { holds, type Condition, type Effect } from './rowEffects.ts'
import { massOf, type Leaf } from './rowShape.ts'

export const text = (condition: Condition) =>
  condition
    .map(([dimension, value]) => `d${dimension}=v${value}`)
    .toSorted()
    .join('&')

const untold = 4

/** Other names that no test could tell from the truth: the rows by which they differ are worth less than 4 nats. */
export const aliases = (leaves: readonly Leaf[], truth: readonly Effect[], rows: number) => {
  const names = new Map<string, string>()
  const all = massOf(leaves, () => true)
  for (const { condition, nats } of truth) {
    const own = leaves.filter(({ row }) => holds(condition, row))
    const mass = massOf(own, () => true)
    const attributes = (own[0]?.row ?? []).flatMap((_, dimension): Condition => {
      const values = new Map<number, number>()
      for (const { row, weight } of own)
        values.set(row[dimension] ?? 0, (values.get(row[dimension] ?? 0) ?? 0) + weight)
      const [value = 0, most = 0] = [...values].toSorted((a, b) => b[1] - a[1])[0] ?? []
      return most >= 0.7 * mass ? [[dimension, value]] : []
    })
    const pairs = attributes.flatMap((one, place): Condition[] => [
      [one],
      ...attributes.slice(place + 1).map((two): Condition => [one, two]),
    ])
    const triples = attributes.flatMap((one, i) =>
      attributes
        .slice(i + 1)
        .flatMap((two, j) => attributes.slice(i + j + 2).map((three): Condition => [one, two, three])),
    )
    for (const subset of [...pairs, ...triples]) {
      const apart = (massOf(leaves, row => holds(subset, row) !== holds(condition, row)) / all) * rows
      if (apart * nats < untold) names.set(text(subset), text(condition))
    }
  }
  return names
}
