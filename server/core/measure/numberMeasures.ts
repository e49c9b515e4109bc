import type { Column } from '../dataset/table.ts'
import type { Sql } from './dialect.ts'
import type { ProfileScope, ProfileSource, Rates } from './profileSource.ts'
import { grainMeasures, readGrain } from './grainMeasures.ts'
import { levelMeasures, readLevels } from './levelMeasures.ts'
import { placeholders } from './numberSentinels.ts'
import type { NumberProfile } from './signal.ts'
import { countIf, quote } from './sql.ts'

const quantilePoints = [0.1, 0.5, 0.9] as const
/** Of the watched column's size, for which the shape of the whole distribution is compared. */
const sizePoints = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99] as const

export const numberMeasures = (column: Column, prefix: string, scope: ProfileScope): readonly Sql[] => {
  const { dialect, watched } = scope
  const name = quote(column.name)
  const x = dialect.number(name)
  const measures = [
    `sum(${x}) AS ${prefix}sum`,
    `${countIf(`${name} < 0`)} AS ${prefix}neg`,
    `${countIf(`${name} = 0`)} AS ${prefix}zero`,
    ...quantilePoints.map((p, index) => `${dialect.quantile(x, p)} AS ${prefix}q${index}`),
  ]
  if (watched?.name !== column.name) return measures
  return [
    ...measures,
    ...sizePoints.map((p, index) => `${dialect.quantile(`abs(${x})`, p)} AS ${prefix}a${index}`),
    ...grainMeasures(column, prefix, scope),
    ...levelMeasures(column.name, prefix, scope),
    ...placeholders(scope.strange).map((value, index) => `${countIf(`${name} = ${value}`)} AS ${prefix}s${index}`),
  ]
}

/** Reads what `numberMeasures` asked for. */
export const readNumbers = (source: ProfileSource, rates: Rates): NumberProfile => {
  const { prefix, alert, normal } = source
  const points = (name: string, at: readonly number[]) =>
    at.map((p, index) => ({
      p,
      alert: alert?.number(`${prefix}${name}${index}`) ?? null,
      normal: normal?.number(`${prefix}${name}${index}`) ?? null,
    }))
  return {
    mean: rates('sum'),
    quantiles: points('q', quantilePoints),
    sizes: points('a', sizePoints),
    negativeRate: rates('neg'),
    zeroRate: rates('zero'),
    sentinels: placeholders(source.scope.strange).map((value, index) => ({
      value: String(value),
      rate: rates(`s${index}`),
    })),
    grain: readGrain(source, rates),
    ...(source.scope.watched?.name === source.column.name ? { levels: readLevels(source.scope.levels, rates) } : {}),
  }
}
