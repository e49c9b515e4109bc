import { signalOf } from '../investigation/state.ts'
import type { Dialect, Sql } from './dialect.ts'
import type { Case } from './planned.ts'
import type { Rates } from './profileSource.ts'
import type { NumberProfile } from './signal.ts'
import { countIf, quote } from './sql.ts'

/** Levels around the usual mean size, each half a power of ten from the next: units seldom lie nearer to each other. */
const steps = [-6, -4, -3, -2, -1, 1, 2, 3, 4, 6] as const

/** Sizes that may part values in one unit from those in another; none where the usual mean size is not known. */
export const levelsOf = (state: Case): readonly number[] => {
  const usual = signalOf(state, 'series')?.size?.normal ?? 0
  return usual > 0 ? steps.map(step => Number((usual * 10 ** (step / 2)).toPrecision(3))) : []
}

/** The condition behind a level's rate, or behind what is left of it. */
export const levelSql = (
  column: string,
  { level, above }: { readonly level: number; readonly above: boolean },
  dialect: Dialect,
): Sql => `abs(${dialect.number(quote(column))}) ${above ? '>' : '<='} ${level}`

export const levelMeasures = (
  column: string,
  prefix: string,
  { levels, dialect }: { readonly levels: readonly number[]; readonly dialect: Dialect },
): readonly Sql[] =>
  levels.map((level, index) => `${countIf(levelSql(column, { level, above: true }, dialect))} AS ${prefix}b${index}`)

export const readLevels = (levels: readonly number[], rates: Rates): NonNullable<NumberProfile['levels']> =>
  levels.map((level, index) => ({ level, beyond: rates(`b${index}`) }))
