import type { Random } from './random.ts'

export type Leaf = { readonly row: readonly number[]; readonly weight: number }

const pick = (cumulative: readonly number[], random: Random) => {
  const at = random() * (cumulative.at(-1) ?? 0)
  const place = cumulative.findIndex(limit => limit >= at)
  return place < 0 ? cumulative.length - 1 : place
}

const zipf = (size: number, power: number) => {
  let total = 0
  return Array.from({ length: size }, (_, rank) => (total += 1 / (rank + 1) ** power))
}

export type Shape = {
  readonly sizes: readonly number[]
  readonly parentOf: readonly number[] | null
  readonly correlated: boolean
}

/** 3 to 6 dimensions of 2 to 300 values, Zipf-distributed; the second may be a coarser one that the first determines; the last two may agree mostly. */
export const makeShape = (random: Random): Shape => {
  const count = 3 + Math.floor(random() * 4)
  const sizes = Array.from({ length: count }, () => Math.round(2 * 150 ** (random() ** 1.3)))
  const dependent = random() < 0.5 && (sizes[0] ?? 0) > 6
  if (dependent) sizes[1] = Math.max(2, Math.round((sizes[0] ?? 4) / 4))
  return {
    sizes,
    parentOf: dependent ? Array.from({ length: sizes[0] ?? 0 }, () => Math.floor(random() * (sizes[1] ?? 1))) : null,
    correlated: random() < 0.4,
  }
}

const drawRow = (shape: Shape, tables: readonly (readonly number[])[], random: Random): readonly number[] => {
  const row = tables.map(table => pick(table, random))
  if (shape.parentOf !== null) row[1] = shape.parentOf[row[0] ?? 0] ?? 0
  const last = row.length - 1
  if (shape.correlated && random() < 0.8) row[last] = (row[last - 1] ?? 0) % (shape.sizes[last] ?? 1)
  return row
}

/** Distinct combinations with their probabilities, drawn from `draws` sample rows. */
export const makeLeaves = (shape: Shape, draws: number, random: Random) => {
  const tables = shape.sizes.map(size => zipf(size, 0.4 + random()))
  const found = new Map<string, { row: readonly number[]; weight: number }>()
  for (let draw = 0; draw < draws; draw++) {
    const row = drawRow(shape, tables, random)
    const key = row.join()
    const known = found.get(key)
    if (known === undefined) found.set(key, { row, weight: 1 })
    else known.weight++
  }
  return [...found.values()]
}

export const massOf = (leaves: readonly Leaf[], test: (row: readonly number[]) => boolean) =>
  leaves.reduce((sum, { row, weight }) => sum + (test(row) ? weight : 0), 0)
