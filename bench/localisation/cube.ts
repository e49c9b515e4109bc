import type { DuckDBConnection } from '@duckdb/node-api'
import { drawCauses, type Element } from './cubeCauses.ts'
import { alertDay, daysBefore, type Incident } from './incident.ts'
import { between, normal, seeded, wholeBetween, type Random, type Range } from './random.ts'

/**
 * Cubes of one row per leaf and day: the recipe of the synthetic sets S and L (Kalander, RiskLoc, arXiv 2205.10004), written anew. A leaf's value
 * is Weibull, its noise relative and on either day by chance; a cause takes the same share of all its leaves, give or take `deviation`.
 */
export type CubeFamily = {
  readonly sizes: readonly number[]
  readonly causes: Range
  readonly elements: Range
  /** Causes are single leaves. */
  readonly onlyLeaves: boolean
  readonly severity: Range
  readonly deviation: number
  readonly noise: number
  readonly decimals: number
  /** Values of one dimension more, in which the cause lies and which the table does not have; 0 for none. */
  readonly hidden: number
  /** Factor on all leaves. */
  readonly whole: number
}

const letters = 'abcdefghij'

export const makeCube = (seed: number, family: CubeFamily): Incident => {
  const random = seeded(seed)
  const sizes = family.hidden > 0 ? [...family.sizes, family.hidden] : family.sizes
  const codes = crossed(sizes)
  const noise = family.noise * random()
  const { before, after } = drawValues(random, codes[0]?.length ?? 0, noise)
  const causes = drawCauses(random, {
    sizes,
    family,
    count: wholeBetween(random, family.causes),
    isEmpty: leaf => before[leaf] === 0,
  })
  // The cause goes where the noise of the total goes already, so that it cannot be hidden behind it.
  const [from, to] = sum(after) <= sum(before) ? [before, after] : [after, before]
  for (const elements of causes) {
    const [severity, deviation] = [between(random, family.severity) + noise, family.deviation * random()]
    for (const leaf of leavesOf(codes, elements))
      to[leaf] = Math.max(0, (from[leaf] ?? 0) * (1 - severity - deviation * normal(random)))
  }
  const days = [daysBefore(1), alertDay]
  const shown = [before, after.map(value => value * family.whole)].map(values =>
    fold(values, Math.max(1, family.hidden), 10 ** family.decimals),
  )
  const kind = family.hidden > 0 || family.whole !== 1 ? 'everywhere' : causes.length > 0 ? 'located' : 'nothing'
  return {
    name: String(seed),
    metric: { kind: 'sum', column: 'amount' },
    alias: new Map(),
    kind,
    truth: kind === 'located' ? causes.flat().map(elementText) : [],
    fill: connection =>
      fillCube(
        connection,
        family.sizes,
        days.map((day, place) => ({ day, values: shown[place] ?? new Float64Array(0) })),
      ),
  }
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)

const valueText = (dimension: number, value: number) => `${letters[dimension] ?? ''}${value + 1}`

const elementText = (element: Element) =>
  element
    .map(([dimension, value]) => `${letters[dimension] ?? ''}=${valueText(dimension, value)}`)
    .toSorted()
    .join('&')

/** Leaves from one value of a dimension to its next. */
const stepOf = (sizes: readonly number[], place: number) =>
  sizes.slice(place + 1).reduce((product, next) => product * next, 1)

/** Every combination of values: each leaf's value per dimension. */
const crossed = (sizes: readonly number[]): readonly Int32Array[] => {
  const leaves = sizes.reduce((product, size) => product * size, 1)
  return sizes.map((size, place) => {
    const step = stepOf(sizes, place)
    return Int32Array.from({ length: leaves }, (_, leaf) => Math.floor(leaf / step) % size)
  })
}

const drawValues = (random: Random, leaves: number, noise: number) => {
  const [empty, power] = [0.25 * random(), 1 / between(random, [0.5, 1])]
  const [before, after] = [new Float64Array(leaves), new Float64Array(leaves)]
  for (let leaf = 0; leaf < leaves; leaf++) {
    const value = random() < empty ? 0 : 100 * (-Math.log(1 - random())) ** power
    const moved = value * (1 + noise * normal(random))
    const [first, second] = random() < 0.5 ? [moved, value] : [value, moved]
    before[leaf] = Math.max(0, first)
    after[leaf] = second
  }
  return { before, after }
}

const leavesOf = (codes: readonly Int32Array[], elements: readonly Element[]) =>
  Array.from(codes[0]?.keys() ?? []).filter(leaf =>
    elements.some(element => element.every(([dimension, value]) => codes[dimension]?.[leaf] === value)),
  )

/** Sums over the last dimension where it is hidden, rounded. */
const fold = (values: Float64Array, depth: number, scale: number) =>
  Float64Array.from(
    { length: values.length / depth },
    (_, leaf) =>
      Math.round(values.subarray(leaf * depth, (leaf + 1) * depth).reduce((total, value) => total + value, 0) * scale) /
      scale,
  )

const fillCube = async (
  connection: DuckDBConnection,
  sizes: readonly number[],
  days: readonly { readonly day: string; readonly values: Float64Array }[],
) => {
  const columns = sizes.map((_, dimension) => `${letters[dimension] ?? ''} VARCHAR`)
  await connection.run(`CREATE TABLE facts (day DATE, ${columns.join(', ')}, amount DOUBLE)`)
  for (const { day, values } of days) {
    await connection.run('CREATE OR REPLACE TEMP TABLE leaves (leaf INTEGER, amount DOUBLE)')
    const appender = await connection.createAppender('leaves')
    for (const [leaf, value] of values.entries()) {
      appender.appendInteger(leaf)
      appender.appendDouble(value)
      appender.endRow()
    }
    appender.closeSync()
    const named = sizes.map(
      (size, place) => `'${letters[place] ?? ''}' || (leaf // ${stepOf(sizes, place)} % ${size} + 1)`,
    )
    await connection.run(`INSERT INTO facts SELECT DATE '${day}', ${named.join(', ')}, amount FROM leaves`)
  }
}
