import { isNumeric, type Column, type ColumnKind, type TableName } from '../dataset/table.ts'
import type { Segment } from '../finding/finding.ts'
import type { Condition, ConditionValue } from '../metric/metric.ts'
import type { Dialect, Sql } from './dialect.ts'

/** An identifier, always quoted. */
export const quote = (name: string): Sql => `"${name.replaceAll('"', '""')}"`

export const tableSql = ({ schema, name }: TableName): Sql => `${quote(schema)}.${quote(name)}`

/** A text literal. Backslashes are plain in the dialects at hand. */
export const literal = (text: string): Sql => `'${text.replaceAll("'", "''")}'`

export const countIf = (condition: Sql): Sql => `count(CASE WHEN ${condition} THEN 1 END)`

/** The sum of what an expression gives in the rows where the condition holds; null where there is none. */
export const sumIf = (expression: Sql, condition: Sql): Sql => `sum(CASE WHEN ${condition} THEN ${expression} END)`

/** What holds text by its own type. A UUID or an enum counts as text and knows no text functions. */
const isPlainText = ({ nativeType }: Column) => /char|text|string|clob/i.test(nativeType)

/** CHAR, under the names that servers have for it. */
const isFilled = ({ nativeType }: Column) => /^(n?char|character|bpchar)\b(?! varying)/i.test(nativeType)

/** A column as its values are compared. */
export const columnSql = (column: Column, dialect: Dialect): Sql => {
  const name = quote(column.name)
  if (column.kind !== 'text') return name
  if (isFilled(column)) return dialect.unfilled(name)
  return isPlainText(column) ? dialect.exact(name) : dialect.text(name)
}

/** A column as text whatever its type, for functions of text. */
export const textSql = (column: Column, dialect: Dialect): Sql =>
  isFilled(column) ? dialect.unfilled(quote(column.name)) : dialect.exact(dialect.text(quote(column.name)))

/** A column as the text that tells a time; `bare` where that can be compared without touching the column. */
export const timeText = (column: Column, dialect: Dialect): { readonly text: Sql; readonly bare: boolean } => {
  const name = quote(column.name)
  if (isFilled(column)) return { text: dialect.unfilled(name), bare: true }
  return isPlainText(column) ? { text: name, bare: true } : { text: dialect.text(name), bare: false }
}

/** The same by name, among the columns of its table. */
export const columnNamed = (name: string, columns: readonly Column[], dialect: Dialect): Sql => {
  const found = columns.find(column => column.name === name)
  return found ? columnSql(found, dialect) : quote(name)
}

/** The same as one of the columns of a SELECT, under its own name. */
export const selected = (name: string, columns: readonly Column[], dialect: Dialect): Sql => {
  const sql = columnNamed(name, columns, dialect)
  return sql === quote(name) ? sql : `${sql} AS ${quote(name)}`
}

const typeWord = (kind: ColumnKind, dialect: Dialect | undefined): Sql => {
  if (kind === 'timestamp') return `${dialect?.timestampWord ?? 'TIMESTAMP'} `
  return kind === 'date' ? 'DATE ' : kind === 'timestamptz' ? 'TIMESTAMP ' : ''
}

const valueSql = (value: ConditionValue, column: Column, dialect: Dialect | undefined): Sql => {
  if (typeof value !== 'string') return value === null ? 'NULL' : String(value)
  if (isNumeric(column) && Number.isFinite(Number(value))) return String(Number(value))
  return column.kind === 'boolean' && /^(true|false)$/i.test(value)
    ? value
    : `${typeWord(column.kind, dialect)}${literal(value)}`
}

/** The condition over its column; values given as text are compared as the column's own type. */
export const conditionSql = ({ operator, value }: Condition, column: Column, dialect?: Dialect): Sql => {
  const name = dialect ? columnSql(column, dialect) : quote(column.name)
  if (value === null) return `${name} IS ${operator === '!=' ? 'NOT ' : ''}NULL`
  const one = (item: ConditionValue): Sql => valueSql(item, column, dialect)
  if (operator === 'in')
    return `${name} IN (${[value]
      .flat()
      .map(item => one(item))
      .join(', ')})`
  return `${name} ${operator === '!=' ? '<>' : operator} ${one(value as ConditionValue)}`
}

/** A dimension's value as text. */
export const dimensionSql = (column: Column, dialect: Dialect): Sql => {
  const name = quote(column.name)
  if (column.kind === 'boolean') return `CASE WHEN ${name} THEN 'true' WHEN NOT ${name} THEN 'false' END`
  return column.kind === 'text' ? columnSql(column, dialect) : dialect.text(name)
}

/** Rows of one segment. */
export const segmentSql = (segment: Segment, columns: readonly Column[], dialect: Dialect): Sql =>
  segment
    .map(({ column, value }) => {
      const found = columns.find(({ name }) => name === column)
      const side = found ? dimensionSql(found, dialect) : quote(column)
      return value === null ? `${side} IS NULL` : `${side} = ${literal(value)}`
    })
    .join(' AND ')

/** Rows of any of the segments; true when there is none, for all rows. */
export const segmentsSql = (segments: readonly Segment[], columns: readonly Column[], dialect: Dialect): Sql =>
  segments.length === 0 ? 'TRUE' : segments.map(segment => `(${segmentSql(segment, columns, dialect)})`).join(' OR ')
