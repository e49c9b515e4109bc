import type { Table } from '../dataset/table.ts'
import { findColumn } from '../dataset/schemaContext.ts'
import type { Dialect, Sql } from './dialect.ts'
import type { Flag, Lens } from './lens.ts'
import { columnNamed, conditionSql, countIf, literal, quote, sumIf } from './sql.ts'

/** Whether a row is flagged, as a condition over the table's own columns, NULL where not; `window` parts repeats by window. */
const flagSql = (flag: Flag, table: Table, { dialect, window }: { dialect: Dialect; window: Sql }): Sql => {
  const named = (column: string) => columnNamed(column, table.columns, dialect)
  switch (flag.kind) {
    case 'null':
      return `${quote(flag.column)} IS NULL`
    case 'condition': {
      const column = findColumn(table, flag.where.column)
      return column ? `(${conditionSql(flag.where, column, dialect)})` : 'FALSE'
    }
    case 'repeat':
      return `row_number() OVER (PARTITION BY ${[...flag.key.map(named), window].join(', ')} ORDER BY ${named(flag.key[0] ?? '')}) > 1`
    case 'changed': {
      const seen = (here: number, there: number) =>
        `max(CASE WHEN (${window}) = 0 THEN ${here} ELSE ${there} END) OVER (PARTITION BY ${named(flag.column)})`
      if (flag.values) return `${named(flag.column)} IN (${flag.values.map(literal).join(', ')})`
      if (flag.side !== 'either') return `${flag.side === 'new' ? seen(0, 1) : seen(1, 0)} = 0`
      return `${seen(1, 0)} + ${seen(0, 1)} < 2`
    }
    case 'beyond': {
      const value = dialect.number(quote(flag.column))
      const sides = [
        Number.isFinite(flag.low) ? `${value} < ${flag.low}` : '',
        Number.isFinite(flag.high) ? `${value} > ${flag.high}` : '',
      ]
      return `(${sides.filter(side => side !== '').join(' OR ')})`
    }
  }
}

/** What the lens needs of each row: a flag `our_flag` and a number `our_value`, either may be absent. */
export const lensColumns = (lens: Lens, table: Table, scope: { dialect: Dialect; window: Sql }): readonly Sql[] => {
  switch (lens.model) {
    case 'count':
      return []
    case 'rate':
      return [`CASE WHEN ${flagSql(lens.flag, table, scope)} THEN 1 ELSE 0 END AS our_flag`]
    case 'mean': {
      const number = scope.dialect.number(quote(lens.column))
      return [`${lens.size ? `abs(${number})` : number} AS our_value`]
    }
  }
}

/** The additive statistics of one window: rows `n`, and flagged rows `k`, or the number's count `c`, sum `s` and sum of squares `q`. */
export const lensAggregates = (lens: Lens, window: number): readonly Sql[] => {
  const here = `our_window = ${window}`
  const rows = `${countIf(here)} AS n${window}`
  switch (lens.model) {
    case 'count':
      return [rows]
    case 'rate':
      return [rows, `${sumIf('our_flag', here)} AS k${window}`]
    case 'mean':
      return [
        rows,
        `${countIf(`${here} AND our_value IS NOT NULL`)} AS c${window}`,
        `${sumIf('our_value', here)} AS s${window}`,
        `${sumIf('our_value * our_value', here)} AS q${window}`,
      ]
  }
}
