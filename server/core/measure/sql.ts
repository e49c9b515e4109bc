import { isNumeric, type Column, type TableName } from '../dataset/table.ts'
import type { Segment } from '../finding/finding.ts'
import type { Condition, ConditionValue } from '../metric/metric.ts'
import type { Dialect, Sql } from './dialect.ts'

/** An identifier, always quoted. */
export const quote = (name: string): Sql => `"${name.replaceAll('"', '""')}"`

export const tableSql = ({ schema, name }: TableName): Sql => `${quote(schema)}.${quote(name)}`

/** A text literal. Backslashes are plain in the dialects at hand. */
export const literal = (text: string): Sql => `'${text.replaceAll("'", "''")}'`

export const countIf = (condition: Sql): Sql => `count(*) FILTER (WHERE ${condition})`

const valueSql = (value: Exclude<ConditionValue, null>): Sql => typeof value === 'string' ? literal(value) : String(value)

/** The condition over its column; values given as text are compared as the column's own type. */
export const conditionSql = ({ operator, value }: Condition, column: Column): Sql => {
  const name = quote(column.name)
  if (value === null) return `${name} IS ${operator === '!=' ? 'NOT ' : ''}NULL`
  const one = (item: ConditionValue): Sql => {
    if (item === null) return 'NULL'
    return typeof item === 'string' && isNumeric(column) && Number.isFinite(Number(item)) ? String(Number(item)) : valueSql(item)
  }
  if (operator === 'in') return `${name} IN (${[value].flat().map(item => one(item)).join(', ')})`
  return `${name} ${operator === '!=' ? '<>' : operator} ${one(value as ConditionValue)}`
}

/** A dimension's value as text. */
export const dimensionSql = (column: Column, dialect: Dialect): Sql => column.kind === 'text' ? quote(column.name) : dialect.text(quote(column.name))

/** Rows of one segment. */
export const segmentSql = (segment: Segment, columns: readonly Column[], dialect: Dialect): Sql =>
  segment.map(({ column, value }) => {
    const found = columns.find(({ name }) => name === column)
    const side = found ? dimensionSql(found, dialect) : quote(column)
    return value === null ? `${side} IS NULL` : `${side} = ${literal(value)}`
  }).join(' AND ')

/** Rows of any of the segments; true when there is none, for all rows. */
export const segmentsSql = (segments: readonly Segment[], columns: readonly Column[], dialect: Dialect): Sql =>
  segments.length === 0 ? 'TRUE' : segments.map(segment => `(${segmentSql(segment, columns, dialect)})`).join(' OR ')
