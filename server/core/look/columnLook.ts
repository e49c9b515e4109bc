// A column as a person looks at it, outside of any case: one bounded read, then what stands in it.
import type { Column, Table } from '../dataset/table.ts'
import { isNumeric } from '../dataset/table.ts'
import { isTimeColumn } from '../dataset/timeColumn.ts'
import { answerRows } from '../measure/answerRows.ts'
import type { Dialect, Sql } from '../measure/dialect.ts'
import type { PlannedQuery } from '../measure/planned.ts'
import { dimensionSql, quote, tableSql } from '../measure/sql.ts'
import type { Answer } from '../ports/dataSource.ts'

/** Rows read for a look, whatever the table holds. */
export const LOOK_ROWS = 1_000_000
export const TOP_VALUES = 10
const BINS = 20

/** `least` and `most` are numbers, or seconds since 1970 of a time column; null where there is neither. */
export type ColumnExtent = {
  readonly rows: number
  readonly filled: number
  readonly distinct: number
  readonly least: number | null
  readonly most: number | null
}

export type TopValue = { readonly value: string | null; readonly rows: number }

/** One bar: values from `from`, and below `to` (the last bar holds its end too). */
export type Bin = { readonly from: number; readonly to: number; readonly rows: number }

/** Whether the table may hold more rows than are read; an unknown number may. */
export const isCut = ({ rowEstimate }: Pick<Table, 'rowEstimate'>) => rowEstimate === null || rowEstimate > LOOK_ROWS

/** The column of the first rows that the data source gives, where the table is larger than a look. */
const source = (table: Table, column: Column): Sql => {
  const from = tableSql(table.name)
  return isCut(table) ? `(SELECT ${quote(column.name)} FROM ${from} LIMIT ${LOOK_ROWS}) AS t` : `${from} AS t`
}

export const hasOrder = (column: Column) => isNumeric(column) || isTimeColumn(column)

const numberOf = (column: Column, dialect: Dialect): Sql =>
  isTimeColumn(column) ? dialect.epoch(quote(column.name), column.kind) : dialect.number(quote(column.name))

/** Kinds that not every data source can group or compare. */
const opaque = new Set<Column['kind']>(['json', 'binary', 'other'])
export const isOpaque = ({ kind }: Column) => opaque.has(kind)

export const extentQuery = (table: Table, column: Column, dialect: Dialect): PlannedQuery => {
  const name = quote(column.name)
  const distinct = isOpaque(column) ? '0' : `count(DISTINCT ${dimensionSql(column, dialect)})`
  const number = hasOrder(column) ? numberOf(column, dialect) : null
  const extent = number ? [`min(${number}) AS least`, `max(${number}) AS most`] : []
  return {
    purpose: `Nulls, values and extent of ${column.name}`,
    maxRows: 1,
    sql: `SELECT ${['count(*) AS n', `count(${name}) AS filled`, `${distinct} AS values_told`, ...extent].join(', ')} FROM ${source(table, column)}`,
  }
}

export const readExtent = (answer: Answer): ColumnExtent => {
  const [row] = answerRows(answer)
  const of = (name: string) => row?.number(name) ?? null
  return {
    rows: of('n') ?? 0,
    filled: of('filled') ?? 0,
    distinct: of('values_told') ?? 0,
    least: of('least'),
    most: of('most'),
  }
}

export const topQuery = (table: Table, column: Column, dialect: Dialect): PlannedQuery => ({
  purpose: `Most frequent values of ${column.name}`,
  maxRows: TOP_VALUES,
  sql: `SELECT ${dimensionSql(column, dialect)} AS v, count(*) AS n FROM ${source(table, column)} GROUP BY ${dimensionSql(column, dialect)} ORDER BY n DESC, v LIMIT ${TOP_VALUES}`,
})

/** Null where the values do not differ, or have no order. */
export const binsQuery = (
  table: Table,
  column: Column,
  { dialect, extent: { least, most } }: { readonly dialect: Dialect; readonly extent: ColumnExtent },
): PlannedQuery | null => {
  if (!hasOrder(column) || least === null || most === null || !(most > least)) return null
  const number = numberOf(column, dialect)
  const width = (most - least) / BINS
  const bin = `floor((${number} - ${sqlNumber(least)}) / ${sqlNumber(width)})`
  return {
    purpose: `Distribution of ${column.name}`,
    maxRows: BINS + 2,
    sql: `SELECT ${bin} AS b, count(*) AS n FROM ${source(table, column)} WHERE ${quote(column.name)} IS NOT NULL GROUP BY ${bin} ORDER BY b`,
  }
}

/** Never in the form 1e+21, which some data sources read as another type. */
const sqlNumber = (value: number): Sql => {
  const text = value.toFixed(9).replace(/\.?0+$/, '')
  return value < 0 ? `(${text})` : text === '0' || text === '' ? String(value) : text
}

export const readBins = (answer: Answer, { least, most }: ColumnExtent): readonly Bin[] => {
  if (least === null || most === null) return []
  const width = (most - least) / BINS
  const counted = answerRows(answer)
  return Array.from({ length: BINS }, (_none, place) => ({
    from: least + place * width,
    to: place === BINS - 1 ? most : least + (place + 1) * width,
    rows: counted.reduce(
      (sum, row) =>
        sum +
        (Math.min(BINS - 1, Math.max(0, row.count('b'))) === place && row.number('b') !== null ? row.count('n') : 0),
      0,
    ),
  }))
}
