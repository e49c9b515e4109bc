import { isNumeric, type Column } from '../dataset/table.ts'
import type { Row } from './answerRows.ts'
import type { Sql } from './dialect.ts'
import { numberMeasures, readNumbers } from './numberMeasures.ts'
import { watchedShare, type ProfileScope, type ProfileSource } from './profileSource.ts'
import type { ColumnProfile } from './signal.ts'
import type { Pair } from './pair.ts'
import { countIf, quote } from './sql.ts'
import { readTexts, textMeasures } from './textMeasures.ts'
import { hasTimeGrids, readTimeGrids, timeGridMeasures } from './timeGrids.ts'

/** The aggregates that profile one column, each named with the prefix; `readColumn` reads them. */
export const columnMeasures = (column: Column, prefix: string, scope: ProfileScope): readonly Sql[] => {
  const name = quote(column.name)
  const nulls = [`count(${name}) AS ${prefix}has`]
  if (scope.nullable && scope.watched && scope.watched.name !== column.name) {
    nulls.push(`${countIf(`${name} IS NULL AND ${quote(scope.watched.name)} IS NULL`)} AS ${prefix}both`)
  }
  if (isNumeric(column)) return [...nulls, ...numberMeasures(column, prefix, scope)]
  if (column.kind === 'text') return [...nulls, ...textMeasures(column, prefix, scope)]
  if (hasTimeGrids(column, scope)) return [...nulls, ...timeGridMeasures(column, prefix, scope)]
  return nulls
}

const rate = (row: Row | undefined, part: string, whole: string) =>
  row && row.count(whole) > 0 ? row.count(part) / row.count(whole) : 0

/** Reads what `columnMeasures` asked for one column, in one part of the table. */
export const readColumn = (source: ProfileSource): ColumnProfile => {
  const { column, part, prefix, scale, alert, normal } = source
  const rates = (measure: string, whole = `${prefix}has`): Pair => ({
    alert: rate(alert, `${prefix}${measure}`, whole),
    normal: rate(normal, `${prefix}${measure}`, whole),
  })
  const has = rates('has', 'n')
  const both = alert?.number(`${prefix}both`) ?? null
  return {
    column: column.name,
    part,
    rows: { alert: alert?.count('n') ?? 0, normal: (normal?.count('n') ?? 0) * scale },
    nullRate: { alert: alert ? 1 - has.alert : 0, normal: normal ? 1 - has.normal : 0 },
    nullWithTarget: both === null ? null : watchedShare(alert, both),
    numbers: isNumeric(column) ? readNumbers(source, rates) : null,
    texts: column.kind === 'text' ? readTexts(source, rates) : null,
    ...(hasTimeGrids(column, source.scope) ? { timeGrids: readTimeGrids(rates) } : {}),
  }
}
