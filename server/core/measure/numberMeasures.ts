import type { Column } from '../dataset/table.ts'
import type { Sql } from './dialect.ts'
import type { ProfileScope, ProfileSource, Rates } from './profileSource.ts'
import type { NumberProfile } from './signal.ts'
import { countIf, quote } from './sql.ts'

/** Numbers that systems write where they have no value. */
export const numberSentinels = [-1, 999, 9999, 99999, 999999, -999, -9999] as const

const quantilePoints = [0.1, 0.5, 0.9] as const

export const numberMeasures = (column: Column, prefix: string, { dialect, watched }: ProfileScope): readonly Sql[] => {
  const name = quote(column.name)
  const x = dialect.number(name)
  const measures = [
    `sum(${x}) AS ${prefix}sum`, `${countIf(`${name} < 0`)} AS ${prefix}neg`, `${countIf(`${name} = 0`)} AS ${prefix}zero`,
    ...quantilePoints.map((p, index) => `${dialect.quantile(x, p)} AS ${prefix}q${index}`),
  ]
  if (watched?.name !== column.name) return measures
  return [
    ...measures,
    ...quantilePoints.map((p, index) => `${dialect.quantile(`abs(${x})`, p)} AS ${prefix}a${index}`),
    ...numberSentinels.map((value, index) => `${countIf(`${name} = ${value}`)} AS ${prefix}s${index}`),
  ]
}

/** Reads what `numberMeasures` asked for. */
export const readNumbers = ({ prefix, alert, normal }: ProfileSource, rates: Rates): NumberProfile => {
  const points = (name: string) => quantilePoints.map((p, index) => ({
    p, alert: alert?.number(`${prefix}${name}${index}`) ?? null, normal: normal?.number(`${prefix}${name}${index}`) ?? null,
  }))
  return {
    mean: rates('sum'), quantiles: points('q'), sizes: points('a'), negativeRate: rates('neg'), zeroRate: rates('zero'),
    sentinels: numberSentinels.map((value, index) => ({ value: String(value), rate: rates(`s${index}`) })),
  }
}
