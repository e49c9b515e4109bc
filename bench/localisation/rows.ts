import type { DuckDBConnection } from '@duckdb/node-api'
import type { Metric } from '../../server/core/metric/metric.ts'
import { alertDay, daysBefore, type Incident } from './incident.ts'
import { normal, poisson, seeded, type Random } from './random.ts'
import { aliases, text } from './rowAliases.ts'
import { holds, makeCauses, makeEffect, spread, type Condition, type Effect, type Model } from './rowEffects.ts'
import { makeLeaves, makeShape, massOf, type Leaf } from './rowShape.ts'

/** `normalDays`: with 5 of them one serves as placebo, with 1 there are two days and no more. */
export type RowFamily = {
  readonly model: Model
  readonly kind: Incident['kind']
  readonly causes: number
  readonly normalDays: number
}

const metrics: Readonly<Record<Model, Metric>> = {
  count: { kind: 'rowCount' },
  sum: { kind: 'sum', column: 'amount' },
  mean: { kind: 'average', column: 'amount' },
  rate: { kind: 'share', where: { column: 'flagged', operator: '=', value: true } },
}

/** A table of 1,000 to 20,000 rows a day, with day-to-day swings of every value (1 to 6 %). */
export const makeRows = (seed: number, { model, kind, causes, normalDays }: RowFamily): Incident => {
  const random = seeded(seed)
  const shape = makeShape(random)
  const rows = Math.round(1000 * 20 ** random())
  const leaves = makeLeaves(shape, Math.min(rows, 8000), random)
  const direction = model === 'rate' || random() < 0.4 ? 'up' : 'down'
  const rate = random() < 0.5 ? 0 : 0.1 * random()
  const setting = { model, direction, rate, random } as const
  const truth = kind === 'located' ? makeCauses(leaves, setting, { causes, rows }) : []
  const whole = makeEffect([], setting)
  const effects =
    kind === 'everywhere'
      ? [{ ...whole, fresh: false, factor: whole.fresh && model !== 'rate' ? 2 : whole.factor }]
      : truth
  const levels = shape.sizes.map(size => Array.from({ length: size }, () => Math.exp(0.3 * normal(random))))
  const drawing = {
    leaves,
    levels,
    random,
    model,
    rate,
    swing: 0.01 + 0.05 * random(),
    rowsPerWeight: rows / massOf(leaves, () => true),
    sizes: shape.sizes,
  }
  const absent = truth.flatMap(effect => (effect.fresh ? effect.condition.slice(0, 1) : []))
  // A value that is new altogether tells the change of rows by itself, whatever the cause's other attribute.
  const named = truth.map(effect =>
    (model === 'count' || model === 'sum') && effect.fresh
      ? { ...effect, condition: effect.condition.slice(0, 1) }
      : effect,
  )
  return {
    name: String(seed),
    metric: metrics[model],
    kind: kind === 'located' && truth.length === 0 ? 'nothing' : kind,
    truth: [...new Set(named.map(({ condition }) => text(condition)))],
    alias: aliases(leaves, named, rows),
    fill: connection =>
      fill(
        connection,
        leaves,
        Array.from({ length: normalDays + 1 }, (_, before) => ({
          day: before === 0 ? alertDay : daysBefore(before),
          ...drawing,
          effects: before === 0 ? effects : [],
          absent: before === 0 ? [] : absent,
        })),
      ),
  }
}

type Day = {
  readonly day: string
  readonly leaves: readonly Leaf[]
  readonly sizes: readonly number[]
  readonly levels: readonly (readonly number[])[]
  readonly random: Random
  readonly model: Model
  readonly rate: number
  readonly swing: number
  readonly rowsPerWeight: number
  readonly effects: readonly Effect[]
  readonly absent: Condition
}

const fill = async (connection: DuckDBConnection, leaves: readonly Leaf[], days: readonly Day[]) => {
  const names = leaves[0]?.row.map((_, dimension) => `d${dimension}`) ?? []
  await connection.run(`CREATE TEMP TABLE leaves (leaf INTEGER, ${names.map(name => `${name} VARCHAR`).join(', ')})`)
  const values = leaves.map(({ row }, leaf) => `(${[leaf, ...row.map(value => `'v${value}'`)].join(', ')})`)
  if (values.length > 0) await connection.run(`INSERT INTO leaves VALUES ${values.join(', ')}`)
  await connection.run('CREATE TEMP TABLE drawn (day VARCHAR, leaf INTEGER, flagged BOOLEAN, amount DOUBLE)')
  const appender = await connection.createAppender('drawn')
  for (const day of days) {
    drawDay(day, (leaf, flagged, amount) => {
      appender.appendVarchar(day.day)
      appender.appendInteger(leaf)
      appender.appendBoolean(flagged)
      appender.appendDouble(amount)
      appender.endRow()
    })
  }
  appender.closeSync()
  await connection.run(
    `CREATE TABLE facts AS SELECT day::DATE AS day, ${names.join(', ')}, flagged, amount FROM drawn JOIN leaves USING (leaf)`,
  )
}

const drawDay = (
  { leaves, sizes, levels, random, model, rate, swing, rowsPerWeight, effects, absent }: Day,
  add: (leaf: number, flagged: boolean, amount: number) => void,
) => {
  const swings = () => sizes.map(size => Array.from({ length: size }, () => Math.exp(swing * normal(random))))
  const [volumes, values] = [swings(), swings()]
  const product = (row: readonly number[], table: readonly (readonly number[])[]) =>
    row.reduce((total, value, dimension) => total * (table[dimension]?.[value] ?? 1), 1)
  const isAboutRows = model === 'count' || model === 'sum'
  leaves.forEach(({ row, weight }, leaf) => {
    if (absent.some(one => holds([one], row))) return
    const hit = effects.find(({ condition }) => holds(condition, row))
    const count = poisson(
      weight * rowsPerWeight * product(row, volumes) * (isAboutRows ? (hit?.factor ?? 1) : 1),
      random,
    )
    const level = product(row, values)
    const chance = model === 'rate' ? Math.min(1, hit?.factor ?? rate * level) : 0
    const centre =
      20 * product(row, levels) * level * (model === 'mean' ? (hit?.factor ?? 1) : 1) +
      (model === 'mean' ? 20 * (hit?.shift ?? 0) : 0)
    for (let i = 0; i < count; i++)
      add(leaf, chance > 0 && random() < chance, centre * Math.exp(spread * normal(random)))
  })
}
