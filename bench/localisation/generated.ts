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
export type Condition = readonly (readonly [dimension: number, value: number])[]

/** A cause and what it does: the factor on rows or amounts, or the share of rows newly flagged. `fresh`: its first value has no rows before. */
type Effect = { readonly condition: Condition; readonly factor: number; readonly shift: number; readonly fresh: boolean; readonly nats: number }

const holds = (condition: Condition, row: readonly number[]) => condition.every(([dimension, value]) => row[dimension] === value)

const massOf = (leaves: readonly Leaf[], test: (row: readonly number[]) => boolean) =>
  leaves.reduce((sum, { row, weight }) => sum + (test(row) ? weight : 0), 0)

const makeCondition = (leaves: readonly Leaf[], random: Random): Condition => {
  const { row } = leaves[Math.floor(random() * leaves.length)] ?? { row: [] }
  const first = Math.floor(random() * row.length)
  const second = (first + 1 + Math.floor(random() * (row.length - 1))) % row.length
  return (random() < 0.6 ? [first] : [first, second].toSorted((a, b) => a - b)).map(dimension => [dimension, row[dimension] ?? 0])
}

const spread = 0.7
const squaredVariation = Math.exp(spread ** 2) - 1

/** Counts x 0-0.3 or x 2-4, rates to .05-.9, means x 1.3-100 or shifted by one to three means; with the nats a row of it is worth. */
const makeEffect = (condition: Condition, { model, direction, rate, random }: Setting): Effect => {
  const fresh = random() < 0.2 && (model !== 'count' && model !== 'sum' || direction === 'up')
  if (model === 'count' || model === 'sum') {
    const factor = fresh ? 1 : direction === 'up' ? 2 + 2 * random() : 0.3 * random()
    return { condition, factor, shift: 0, fresh, nats: fresh ? 3 : (factor > 0 ? factor * Math.log(factor) : 0) - factor + 1 }
  }
  if (model === 'rate') {
    const after = Math.min(0.95, rate + 0.05 * 18 ** random())
    const before = Math.max(rate, 1e-3)
    return { condition, factor: after, shift: 0, fresh, nats: after * Math.log(after / before) + (1 - after) * Math.log((1 - after) / (1 - before)) }
  }
  const shift = random() < 0.25 ? 1 + 2 * random() : 0
  const size = 1.3 * 77 ** random()
  const factor = shift > 0 ? 1 : direction === 'up' ? size : 1 / size
  const ratio = shift > 0 ? 1 + shift : factor
  return { condition, factor, shift: direction === 'up' ? shift : shift * -0.25, fresh, nats: 0.5 * Math.log(1 + (ratio - 1) ** 2 / (squaredVariation * Math.max(1, ratio) ** 2)) }
}

type Setting = { readonly model: LeafModel; readonly direction: 'up' | 'down'; readonly rate: number; readonly random: Random }

const leastNats = 25

/** Causes of 2 to 60 % of the rows, worth 25 nats each or more, the smaller a tenth of the larger, no more than a fifth of one inside another. */
const makeCauses = (leaves: readonly Leaf[], setting: Setting, { causes, rows }: { readonly causes: number; readonly rows: number }): readonly Effect[] => {
  const all = massOf(leaves, () => true)
  for (let attempt = 0; attempt < 400; attempt++) {
    const made = Array.from({ length: causes }, () => makeEffect(makeCondition(leaves, setting.random), setting))
    const mass = made.map(({ condition }) => massOf(leaves, row => holds(condition, row)))
    const weight = made.map(({ nats, factor, shift }, place) => (setting.model === 'rate' ? factor : Math.abs(factor - 1 + shift) || 1) * (mass[place] ?? 0) * Math.sign(nats))
    const shared = massOf(leaves, row => made.length > 1 && made.every(({ condition }) => holds(condition, row)))
    const fits = mass.every(own => own >= 0.02 * all && own <= 0.6 * all)
      && made.every(({ nats }, place) => nats * (mass[place] ?? 0) / all * rows >= leastNats)
    const covered = massOf(leaves, row => made.some(({ condition }) => holds(condition, row)))
    const comparable = shared <= 0.2 * Math.min(...mass) && Math.min(...weight) >= 0.1 * Math.max(...weight)
    if (fits && comparable && covered <= 0.7 * all) return made
  }
  return []
}

const text = (condition: Condition) => condition.map(([dimension, value]) => `d${dimension}=v${value}`).toSorted().join('&')

const untold = 4

/** Other names that no test could tell from the truth: the rows by which they differ are worth less than 4 nats. */
const aliases = (leaves: readonly Leaf[], truth: readonly Effect[], rows: number) => {
  const names = new Map<string, string>()
  const all = massOf(leaves, () => true)
  for (const { condition, nats } of truth) {
    const own = leaves.filter(({ row }) => holds(condition, row))
    const mass = massOf(own, () => true)
    const attributes = (own[0]?.row ?? []).flatMap((_, dimension): Condition => {
      const values = new Map<number, number>()
      for (const { row, weight } of own) values.set(row[dimension] ?? 0, (values.get(row[dimension] ?? 0) ?? 0) + weight)
      const [value = 0, most = 0] = [...values].toSorted((a, b) => b[1] - a[1])[0] ?? []
      return most >= 0.7 * mass ? [[dimension, value]] : []
    })
    const pairs = attributes.flatMap((one, place): Condition[] => [[one], ...attributes.slice(place + 1).map((two): Condition => [one, two])])
    const triples = attributes.flatMap((one, i) => attributes.slice(i + 1).flatMap((two, j) => attributes.slice(i + j + 2).map((three): Condition => [one, two, three])))
    for (const subset of [...pairs, ...triples]) {
      const apart = massOf(leaves, row => holds(subset, row) !== holds(condition, row)) / all * rows
      if (apart * nats < untold) names.set(text(subset), text(condition))
    }
  }
  return names
}

export type Recipe = { readonly model: LeafModel; readonly kind: Generated['kind']; readonly causes: number; readonly placebo: boolean }

/** A day of 1,000 to 20,000 rows against the mean of four, with day-to-day swings of every value (1 to 6 %). */
export const generate = (seed: number, { model, kind, causes, placebo }: Recipe): Generated => {
  const random = seeded(seed)
  const shape = makeShape(random)
  const rows = Math.round(1000 * 20 ** random())
  const leaves = makeLeaves(shape, Math.min(rows, 8000), random)
  const direction = model === 'rate' || random() < 0.4 ? 'up' : 'down'
  const rate = random() < 0.5 ? 0 : 0.1 * random()
  const setting = { model, direction, rate, random } as const
  const truth = kind === 'located' ? makeCauses(leaves, setting, { causes, rows }) : []
  const whole = makeEffect([], setting)
  const effects = kind === 'everywhere' ? [{ ...whole, fresh: false, factor: whole.fresh && model !== 'rate' ? 2 : whole.factor }] : truth
  const swing = 0.01 + 0.05 * random()
  const all = massOf(leaves, () => true)
  const levels = shape.sizes.map(size => Array.from({ length: size }, () => Math.exp(0.3 * normal(random))))
  const base = { leaves, levels, random, model, rate, swing, rowsPerWeight: rows / all, sizes: shape.sizes }
  const fresh = truth.flatMap(effect => effect.fresh ? effect.condition.slice(0, 1) : [])
  const day = (hit: boolean) => drawDay({ ...base, effects: hit ? effects : [], absent: hit ? [] : fresh })
  const window = (days: readonly LeafWindow[]): LeafWindow => {
    const add = (column: 'n' | 'k' | 's' | 'ss') => Float64Array.from(leaves, (_, leaf) => days.reduce((sum, one) => sum + (one[column][leaf] ?? 0), 0) / days.length)
    return { n: add('n'), k: add('k'), s: add('s'), ss: add('ss'), scale: 1 / days.length }
  }
  const table: LeafTable = {
    dimensions: shape.sizes.map((size, dimension) => ({ column: `d${dimension}`, values: Array.from({ length: size }, (_, value) => `v${value}`) })),
    codes: shape.sizes.map((_, dimension) => Int32Array.from(leaves, ({ row }) => row[dimension] ?? 0)),
    windows: [window([day(true)]), window([1, 2, 3, 4].map(() => day(false))), ...(placebo ? [window([day(false)])] : [])],
  }
  // A value that is new altogether tells the change of rows by itself, whatever the cause's other attribute.
  const named = truth.map(effect => model === 'count' && effect.fresh || model === 'sum' && effect.fresh ? { ...effect, condition: effect.condition.slice(0, 1) } : effect)
  return { table, model, direction, kind, truth: [...new Set(named.map(({ condition }) => text(condition)))], alias: aliases(leaves, named, rows) }
}

type Day = {
  readonly leaves: readonly Leaf[]
  readonly sizes: readonly number[]
  readonly levels: readonly (readonly number[])[]
  readonly random: Random
  readonly model: LeafModel
  readonly rate: number
  readonly swing: number
  readonly rowsPerWeight: number
  readonly effects: readonly Effect[]
  readonly absent: Condition
}

const drawDay = ({ leaves, sizes, levels, random, model, rate, swing, rowsPerWeight, effects, absent }: Day): LeafWindow => {
  const swings = () => sizes.map(size => Array.from({ length: size }, () => Math.exp(swing * normal(random))))
  const [volumes, values] = [swings(), swings()]
  const product = (row: readonly number[], table: readonly (readonly number[])[]) => row.reduce((total, value, dimension) => total * (table[dimension]?.[value] ?? 1), 1)
  const counted = model === 'count' || model === 'sum'
  const window = { n: new Float64Array(leaves.length), k: new Float64Array(leaves.length), s: new Float64Array(leaves.length), ss: new Float64Array(leaves.length), scale: 1 }
  leaves.forEach(({ row, weight }, leaf) => {
    if (absent.some(one => holds([one], row))) return
    const hit = effects.find(({ condition }) => holds(condition, row))
    const n = poisson(weight * rowsPerWeight * product(row, volumes) * (counted ? hit?.factor ?? 1 : 1), random)
    window.n[leaf] = n
    const level = product(row, values)
    const p = model === 'rate' ? Math.min(1, hit?.factor ?? rate * level) : 0
    const centre = 20 * product(row, levels) * level * (model === 'mean' ? hit?.factor ?? 1 : 1) + (model === 'mean' ? 20 * (hit?.shift ?? 0) : 0)
    for (let i = 0; i < n; i++) {
      if (p > 0 && random() < p) window.k[leaf] = (window.k[leaf] ?? 0) + 1
      const amount = counted && model === 'count' || model === 'rate' ? 0 : centre * Math.exp(spread * normal(random))
      window.s[leaf] = (window.s[leaf] ?? 0) + amount
      window.ss[leaf] = (window.ss[leaf] ?? 0) + amount * amount
    }
  })
  return window
}
