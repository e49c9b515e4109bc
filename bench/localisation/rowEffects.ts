import { massOf, type Leaf } from './rowShape.ts'
import type { Random } from './random.ts'

export type Model = 'count' | 'sum' | 'rate' | 'mean'

export type Condition = readonly (readonly [dimension: number, value: number])[]

/** A cause and what it does: the factor on rows or amounts, or the share of rows newly flagged. `fresh`: its first value has no rows before. */
export type Effect = {
  readonly condition: Condition
  readonly factor: number
  readonly shift: number
  readonly fresh: boolean
  readonly nats: number
}

export const holds = (condition: Condition, row: readonly number[]) =>
  condition.every(([dimension, value]) => row[dimension] === value)

const makeCondition = (leaves: readonly Leaf[], random: Random): Condition => {
  const { row } = leaves[Math.floor(random() * leaves.length)] ?? { row: [] }
  const first = Math.floor(random() * row.length)
  const second = (first + 1 + Math.floor(random() * (row.length - 1))) % row.length
  return (random() < 0.6 ? [first] : [first, second].toSorted((a, b) => a - b)).map(dimension => [
    dimension,
    row[dimension] ?? 0,
  ])
}

export const spread = 0.7
const squaredVariation = Math.exp(spread ** 2) - 1

/** Counts x 0-0.3 or x 2-4, rates to .05-.9, means x 1.3-100 or shifted by one to three means; with the nats a row of it is worth. */
export const makeEffect = (condition: Condition, { model, direction, rate, random }: Setting): Effect => {
  const fresh = random() < 0.2 && ((model !== 'count' && model !== 'sum') || direction === 'up')
  if (model === 'count' || model === 'sum') {
    const factor = fresh ? 1 : direction === 'up' ? 2 + 2 * random() : 0.3 * random()
    return {
      condition,
      factor,
      shift: 0,
      fresh,
      nats: fresh ? 3 : (factor > 0 ? factor * Math.log(factor) : 0) - factor + 1,
    }
  }
  if (model === 'rate') {
    const after = Math.min(0.95, rate + 0.05 * 18 ** random())
    const before = Math.max(rate, 1e-3)
    return {
      condition,
      factor: after,
      shift: 0,
      fresh,
      nats: after * Math.log(after / before) + (1 - after) * Math.log((1 - after) / (1 - before)),
    }
  }
  const shift = random() < 0.25 ? 1 + 2 * random() : 0
  const size = 1.3 * 77 ** random()
  const factor = shift > 0 ? 1 : direction === 'up' ? size : 1 / size
  const ratio = shift > 0 ? 1 + shift : factor
  return {
    condition,
    factor,
    shift: direction === 'up' ? shift : shift * -0.25,
    fresh,
    nats: 0.5 * Math.log(1 + (ratio - 1) ** 2 / (squaredVariation * Math.max(1, ratio) ** 2)),
  }
}

export type Setting = {
  readonly model: Model
  readonly direction: 'up' | 'down'
  readonly rate: number
  readonly random: Random
}

const leastNats = 25

/** Causes of 2 to 60 % of the rows, worth 25 nats each or more, the smaller a tenth of the larger, no more than a fifth of one inside another. */
export const makeCauses = (
  leaves: readonly Leaf[],
  setting: Setting,
  { causes, rows }: { readonly causes: number; readonly rows: number },
): readonly Effect[] => {
  const all = massOf(leaves, () => true)
  for (let attempt = 0; attempt < 400; attempt++) {
    const made = Array.from({ length: causes }, () => makeEffect(makeCondition(leaves, setting.random), setting))
    const mass = made.map(({ condition }) => massOf(leaves, row => holds(condition, row)))
    const weight = made.map(
      ({ nats, factor, shift }, place) =>
        (setting.model === 'rate' ? factor : Math.abs(factor - 1 + shift) || 1) * (mass[place] ?? 0) * Math.sign(nats),
    )
    const shared = massOf(leaves, row => made.length > 1 && made.every(({ condition }) => holds(condition, row)))
    const fits =
      mass.every(own => own >= 0.02 * all && own <= 0.6 * all) &&
      made.every(({ nats }, place) => ((nats * (mass[place] ?? 0)) / all) * rows >= leastNats)
    const covered = massOf(leaves, row => made.some(({ condition }) => holds(condition, row)))
    const comparable = shared <= 0.2 * Math.min(...mass) && Math.min(...weight) >= 0.1 * Math.max(...weight)
    if (fits && comparable && covered <= 0.7 * all) return made
  }
  return []
}
