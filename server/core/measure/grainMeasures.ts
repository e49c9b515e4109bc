import type { Column } from '../dataset/table.ts'
import type { Dialect, Sql } from './dialect.ts'
import { placeholders, strangeOf, type Strange } from './numberSentinels.ts'
import type { Case } from './planned.ts'
import type { ProfileScope, ProfileSource, Rates } from './profileSource.ts'
import type { NumberGrain } from './signal.ts'
import { countIf, quote } from './sql.ts'

/** Grids that rounding, casts and short floats leave numbers on, by the distance of their points. */
const wholeGrids = [
  ['even numbers', 2],
  ['multiples of eight', 8],
  ['multiples of ten', 10],
  ['multiples of a hundred', 100],
] as const
const fractionGrids = [
  ['whole numbers', 1],
  ['tenths', 0.1],
  ['hundredths', 0.01],
  ['multiples of ten', 10],
] as const

const gridsOf = ({ kind }: Column) => (kind === 'integer' ? wholeGrids : fractionGrids)

/** What storage types can hold at most: 8, 16, 24 and 32 bits, with and without sign, and money in ten digits. */
const limits = [
  127, 255, 32_767, -32_768, 65_535, 8_388_607, 16_777_215, 2_147_483_647, -2_147_483_648, 4_294_967_295, 99_999_999.99,
] as const

/** Whether a value, given as the column itself or as a number made of it, stands on a grid. */
export const gridSql = ({ whole, value, step }: { whole: boolean; value: Sql; step: number }): Sql => {
  const scaled = `(${value} / ${step})`
  // Whole numbers beyond 2^53 are no exact doubles; a double that stands for a decimal fraction is a little off it.
  return whole
    ? `${value} % ${step} = 0`
    : `abs(${scaled} - round(${scaled})) < 0.000001 * (1 + abs(${scaled}) / 1000000)`
}

/** Zero and placeholders stand on every grid. */
const toldSql = (name: Sql, strange: Strange): Sql =>
  `${name} <> 0 AND ${name} NOT IN (${placeholders(strange).join(', ')})`

const onGrid = (
  column: Column,
  { step, strange, dialect }: { step: number; strange: Strange; dialect: Dialect },
): Sql => {
  const name = quote(column.name)
  const whole = column.kind === 'integer'
  return `${toldSql(name, strange)} AND ${gridSql({ whole, value: whole ? name : dialect.number(name), step })}`
}

/** The condition behind a grid's rate. */
export const gridWhere = (state: Case, column: Column, { step, dialect }: { step: number; dialect: Dialect }): Sql =>
  `(${onGrid(column, { step, strange: strangeOf(state), dialect })})`

/** The condition behind the rows beyond normal days. */
export const beyondWhere = (value: Sql, { low, high }: NonNullable<ProfileScope['usual']>): Sql =>
  `(${value} < ${low} OR ${value} > ${high})`

/** The condition behind the rate of limits. */
export const limitWhere = (column: Column): Sql => `${quote(column.name)} IN (${limits.join(', ')})`

/** The grain of the watched column, and its rows beyond what normal days hold. */
export const grainMeasures = (
  column: Column,
  prefix: string,
  { dialect, usual, strange }: ProfileScope,
): readonly Sql[] => {
  const name = quote(column.name)
  const x = dialect.number(name)
  const grids = gridsOf(column).map(
    ([, step], index) => `${countIf(onGrid(column, { step, strange, dialect }))} AS ${prefix}g${index}`,
  )
  const beyond = usual ? beyondWhere(x, usual) : null
  return [
    ...grids,
    `${countIf(toldSql(name, strange))} AS ${prefix}told`,
    `${countIf(limitWhere(column))} AS ${prefix}limit`,
    ...(beyond === null
      ? []
      : [`${countIf(beyond)} AS ${prefix}beyond`, `sum(CASE WHEN ${beyond} THEN ${x} ELSE 0 END) AS ${prefix}far`]),
  ]
}

export const readGrain = (
  { column, prefix, alert, normal, scale }: ProfileSource,
  rates: Rates,
): NumberGrain | null => {
  if (alert?.number(`${prefix}told`) == null) return null
  return {
    grids: gridsOf(column).map(([grid, step], index) => ({ grid, step, rate: rates(`g${index}`, `${prefix}told`) })),
    told: alert.count(`${prefix}told`),
    limitRate: rates('limit'),
    beyond:
      alert.number(`${prefix}beyond`) === null
        ? null
        : {
            rows: alert.count(`${prefix}beyond`),
            sum: alert.count(`${prefix}far`),
            total: { alert: alert.count(`${prefix}sum`), normal: (normal?.count(`${prefix}sum`) ?? 0) * scale },
          },
  }
}
