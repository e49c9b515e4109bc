import type { LeafModel, LeafTable, LeafWindow } from '../../server/core/localisation/leafTable.ts'

/** A made-up fact table with a known cause. `truth` lists segments; empty with `kind` everywhere or none. */
export type Generated = {
  readonly table: LeafTable
  readonly model: LeafModel
  readonly direction: 'up' | 'down'
  readonly kind: 'located' | 'everywhere' | 'none'
  readonly truth: readonly string[]
  /** The same rows as each truth, under another name (functional dependencies). */
  readonly alias: ReadonlyMap<string, string>
}

/** mulberry32: a small seeded generator, 0..1. */
export const seeded = (seed: number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

type Random = () => number

const normal = (random: Random) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

const poisson = (mean: number, random: Random): number => {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal(random)))
  let [count, product] = [0, random()]
  for (const floor = Math.exp(-mean); product > floor; product *= random()) count++
  return count
}

const pick = (cumulative: readonly number[], random: Random) => {
  const at = random() * (cumulative.at(-1) ?? 0)
  const place = cumulative.findIndex(limit => limit >= at)
  return place < 0 ? cumulative.length - 1 : place
}

const zipf = (size: number, power: number) => {
  let total = 0
  return Array.from({ length: size }, (_, rank) => (total += 1 / (rank + 1) ** power))
}

type Shape = { readonly sizes: readonly number[]; readonly parentOf: readonly number[] | null; readonly correlated: boolean }

/** 3 to 6 dimensions of 2 to 300 values, Zipf-distributed; the second may be a coarser one that the first determines; the last two may agree mostly. */
const makeShape = (random: Random): Shape => {
  const count = 3 + Math.floor(random() * 4)
  const sizes = Array.from({ length: count }, () => Math.round(2 * 150 ** (random() ** 1.3)))
  const dependent = random() < 0.5 && (sizes[0] ?? 0) > 6
  if (dependent) sizes[1] = Math.max(2, Math.round((sizes[0] ?? 4) / 4))
  return { sizes, parentOf: dependent ? Array.from({ length: sizes[0] ?? 0 }, () => Math.floor(random() * (sizes[1] ?? 1))) : null, correlated: random() < 0.4 }
}

const drawRow = (shape: Shape, tables: readonly (readonly number[])[], random: Random): readonly number[] => {
  const row = tables.map(table => pick(table, random))
  if (shape.parentOf !== null) row[1] = shape.parentOf[row[0] ?? 0] ?? 0
  const last = row.length - 1
  if (shape.correlated && random() < 0.8) row[last] = (row[last - 1] ?? 0) % (shape.sizes[last] ?? 1)
  return row
}

/** Distinct combinations with their probabilities, drawn from `draws` sample rows. */
const makeLeaves = (shape: Shape, draws: number, random: Random) => {
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

type Leaf = { readonly row: readonly number[]; readonly weight: number }
type Condition = readonly (readonly [dimension: number, value: number])[]

const holds = (condition: Condition, row: readonly number[]) => condition.every(([dimension, value]) => row[dimension] === value)

const shareOf = (leaves: readonly Leaf[], condition: Condition) => {
  const all = leaves.reduce((sum, { weight }) => sum + weight, 0)
  return leaves.reduce((sum, { row, weight }) => sum + (holds(condition, row) ? weight : 0), 0) / all
}

/** One or two attributes whose rows are 2 to 60 % of all. */
const makeCause = (leaves: readonly Leaf[], random: Random): Condition | null => {
  for (let attempt = 0; attempt < 60; attempt++) {
    const { row } = leaves[Math.floor(random() * leaves.length)] ?? { row: [] }
    const first = Math.floor(random() * row.length)
    const second = (first + 1 + Math.floor(random() * (row.length - 1))) % row.length
    const condition: Condition = (random() < 0.65 ? [first] : [first, second].toSorted((a, b) => a - b)).map(dimension => [dimension, row[dimension] ?? 0])
    const share = shareOf(leaves, condition)
    if (share >= 0.02 && share <= 0.6) return condition
  }
  return null
}

const text = (condition: Condition) => condition.map(([dimension, value]) => `d${dimension}=v${value}`).toSorted().join('&')

/** Segments with exactly the same leaves as the truth: either name is right. */
const aliases = (leaves: readonly Leaf[], truth: readonly Condition[]) => {
  const names = new Map<string, string>()
  for (const condition of truth) {
    const own = leaves.filter(({ row }) => holds(condition, row))
    const share = shareOf(leaves, condition)
    const first = own[0]?.row ?? []
    const attributes = first.flatMap((value, dimension): Condition => own.every(({ row }) => row[dimension] === value) ? [[dimension, value]] : [])
    const subsets = attributes.flatMap((one, place): Condition[] => [[one], ...attributes.slice(place + 1).map((two): Condition => [one, two])])
    for (const subset of subsets) if (Math.abs(shareOf(leaves, subset) - share) <= 0.01 * share) names.set(text(subset), text(condition))
  }
  return names
}

export type Recipe = { readonly model: LeafModel; readonly kind: Generated['kind']; readonly causes: number; readonly placebo: boolean }

/** A day against the mean of four, with day-to-day swings of segments (1 to 6 %) and over-dispersed counts. */
export const generate = (seed: number, { model, kind, causes, placebo }: Recipe): Generated => {
  const random = seeded(seed)
  const shape = makeShape(random)
  const rows = Math.round(2000 * 100 ** random())
  const leaves = makeLeaves(shape, Math.min(rows, 30_000), random)
  const truth = kind === 'located' ? Array.from({ length: causes }, () => makeCause(leaves, random)).filter(cause => cause !== null) : []
  const direction = model === 'rate' || random() < 0.4 ? 'up' : 'down'
  const strength = truth.map(() => 0.3 + 0.7 * random())
  const everywhere = 0.3 + 0.6 * random()
  const swing = 0.01 + 0.05 * random()
  const rate = random() < 0.5 ? 0 : 0.1 * random()
  const severity = (row: readonly number[]) =>
    kind === 'everywhere' ? everywhere : Math.max(0, ...truth.map((condition, place) => holds(condition, row) ? strength[place] ?? 0 : 0))
  const all = leaves.reduce((sum, { weight }) => sum + weight, 0)
  const day = (hit: boolean) => drawDay({ leaves, shape, random, model, rate, swing, rowsPerWeight: rows / all, severity: hit ? severity : () => 0, direction })
  const window = (days: readonly LeafWindow[]): LeafWindow => {
    const add = (column: 'n' | 'k' | 's' | 'ss') => Float64Array.from(leaves, (_, leaf) => days.reduce((sum, one) => sum + (one[column][leaf] ?? 0), 0) / days.length)
    return { n: add('n'), k: add('k'), s: add('s'), ss: add('ss'), scale: 1 / days.length }
  }
  const table: LeafTable = {
    dimensions: shape.sizes.map((size, dimension) => ({ column: `d${dimension}`, values: Array.from({ length: size }, (_, value) => `v${value}`) })),
    codes: shape.sizes.map((_, dimension) => Int32Array.from(leaves, ({ row }) => row[dimension] ?? 0)),
    windows: [window([day(true)]), window([1, 2, 3, 4].map(() => day(false))), ...(placebo ? [window([day(false)])] : [])],
  }
  return { table, model, direction, kind, truth: [...new Set(truth.map(text))], alias: aliases(leaves, truth) }
}

type Day = {
  readonly leaves: readonly Leaf[]
  readonly shape: Shape
  readonly random: Random
  readonly model: LeafModel
  readonly rate: number
  readonly swing: number
  readonly rowsPerWeight: number
  readonly severity: (row: readonly number[]) => number
  readonly direction: 'up' | 'down'
}

const drawDay = ({ leaves, shape, random, model, rate, swing, rowsPerWeight, severity, direction }: Day): LeafWindow => {
  const swings = shape.sizes.map(size => Array.from({ length: size }, () => Math.exp(swing * normal(random))))
  const window = { n: new Float64Array(leaves.length), k: new Float64Array(leaves.length), s: new Float64Array(leaves.length), ss: new Float64Array(leaves.length), scale: 1 }
  leaves.forEach(({ row, weight }, leaf) => {
    const hit = severity(row)
    const usual = weight * rowsPerWeight * row.reduce((product, value, dimension) => product * (swings[dimension]?.[value] ?? 1), 1)
    const volume = model === 'count' || model === 'sum' ? (direction === 'up' ? 1 + 2 * hit : 1 - hit) : 1
    const n = poisson(usual * volume, random)
    window.n[leaf] = n
    const p = model === 'rate' ? Math.min(1, rate + (1 - rate) * hit * 0.6) : 0
    for (let i = 0; i < n; i++) {
      if (p > 0 && random() < p) window.k[leaf] = (window.k[leaf] ?? 0) + 1
      const amount = model === 'sum' || model === 'mean' ? Math.exp(3 + 0.7 * normal(random)) * (model === 'mean' ? (direction === 'up' ? 1 + 2 * hit : 1 - 0.8 * hit) : 1) : 0
      window.s[leaf] = (window.s[leaf] ?? 0) + amount
      window.ss[leaf] = (window.ss[leaf] ?? 0) + amount * amount
    }
  })
  return window
}
