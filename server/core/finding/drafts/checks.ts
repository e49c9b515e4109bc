import type { Table, TableName } from '../../dataset/table.ts'
import type { Sql } from '../../measure/dialect.ts'
import { literal, quote } from '../../measure/sql.ts'
import type { Check, CheckedRows } from './check.ts'

/** Three digits are all that a limit needs. */
const short = (value: number) => Number(value.toPrecision(3))
const word = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
const nameOf = (table: TableName, ...parts: readonly string[]) => [table.name, ...parts].map(word).join('_')
const from = ({ name }: Table, rows: CheckedRows) => `FROM ${rows.table(name)} WHERE ${rows.where}`

type Band = { readonly low: number; readonly high: number }

export const filled = (table: Table, column: string, most: number): Check => {
  const share = short(most)
  const nulls = `count(*) - count(${quote(column)})`
  return {
    name: nameOf(table.name, column, 'filled'),
    says: `At most ${short(share * 100)} % of ${column} is null.`,
    failing: rows =>
      `SELECT count(*) AS row_count, ${nulls} AS nulls ${from(table, rows)} HAVING (${nulls}) * 1e0 / nullif(count(*), 0) > ${share}`,
    native: {
      ...(share < 0.0005 ? { dbt: { place: 'column', column, lines: ['- not_null'] } as const } : {}),
      greatExpectations: { type: 'expect_column_values_to_not_be_null', kwargs: { column, mostly: short(1 - share) } },
      soda: [`- missing_percent(${column}) <= ${short(share * 100)}`],
    },
  }
}

export const unique = (table: Table, key: readonly string[]): Check => {
  const [column, ...more] = key
  const names = key.map(quote).join(', ')
  const single = column !== undefined && more.length === 0
  return {
    name: nameOf(table.name, ...(single ? [column] : ['rows']), 'unique'),
    says: single ? `No ${column} is there twice.` : `No two rows share ${key.join(', ')}.`,
    failing: rows => `SELECT ${names}, count(*) AS copies ${from(table, rows)} GROUP BY ${names} HAVING count(*) > 1`,
    native: {
      ...(single ? { dbt: { place: 'column', column, lines: ['- unique'] } as const } : {}),
      greatExpectations: single
        ? { type: 'expect_column_values_to_be_unique', kwargs: { column } }
        : { type: 'expect_compound_columns_to_be_unique', kwargs: { column_list: key } },
      soda: [`- duplicate_count(${key.join(', ')}) = 0`],
    },
  }
}

export const accepted = (table: Table, column: string, values: readonly string[]): Check => ({
  name: nameOf(table.name, column, 'accepted'),
  says: `${column} holds no other value than ${values.join(', ')}.`,
  failing: rows =>
    `SELECT ${quote(column)}, count(*) AS row_count ${from(table, rows)} AND ${quote(column)} NOT IN (${values.map(literal).join(', ')}) GROUP BY ${quote(column)}`,
  native: {
    dbt: {
      place: 'column',
      column,
      lines: [
        '- accepted_values:',
        '    arguments:',
        `      values: [${values.map(value => JSON.stringify(value)).join(', ')}]`,
      ],
    },
    greatExpectations: { type: 'expect_column_values_to_be_in_set', kwargs: { column, value_set: values } },
    soda: [
      `- invalid_count(${column}) = 0:`,
      `    valid values: [${values.map(value => JSON.stringify(value)).join(', ')}]`,
    ],
  },
})

export type Reference = { readonly column: string; readonly parent: TableName; readonly parentColumn: string }

export const known = (table: Table, { column, parent, parentColumn }: Reference): Check => ({
  name: nameOf(table.name, column, 'known'),
  says: `Every ${column} is a ${parentColumn} of ${parent.name}.`,
  failing: rows =>
    `SELECT ${quote(column)}, count(*) AS row_count ${from(table, rows)} AND ${quote(column)} NOT IN ` +
    `(SELECT ${quote(parentColumn)} FROM ${rows.table(parent)} WHERE ${quote(parentColumn)} IS NOT NULL) GROUP BY ${quote(column)}`,
  native: {
    dbt: {
      place: 'column',
      column,
      lines: ['- relationships:', '    arguments:', `      to: ref('${parent.name}')`, `      field: ${parentColumn}`],
    },
    soda: [`- values in (${column}) must exist in ${parent.name} (${parentColumn})`],
  },
})

export const rowsBetween = (table: Table, { low, high }: Band, place = ''): Check => {
  const [least, most] = [Math.floor(low), Math.ceil(high)]
  return {
    name: nameOf(table.name, 'rows'),
    says: `A day has ${least} to ${most} rows${place}.`,
    failing: rows =>
      `SELECT count(*) AS row_count ${from(table, rows)} HAVING count(*) NOT BETWEEN ${least} AND ${most}`,
    native: {
      greatExpectations: {
        type: 'expect_table_row_count_to_be_between',
        kwargs: { min_value: least, max_value: most },
      },
      soda: [`- row_count between ${least} and ${most}`],
    },
  }
}

export const everyHour = (table: Table, hour: Sql, hours: number): Check => ({
  name: nameOf(table.name, 'every_hour'),
  says: `A day has rows in ${hours} of its hours or more.`,
  failing: rows =>
    `SELECT count(DISTINCT ${hour}) AS hours ${from(table, rows)} HAVING count(DISTINCT ${hour}) < ${hours}`,
  native: {},
})

const aggregates = { average: 'avg', sum: 'sum', minimum: 'min', maximum: 'max' } as const

export const aggregateBetween = (
  table: Table,
  { kind, column, low, high }: Band & { kind: keyof typeof aggregates; column: string },
  place = '',
): Check => {
  const [least, most] = [short(low), short(high)]
  const value = `${aggregates[kind]}(${quote(column)})`
  const type = `expect_column_${{ average: 'mean', sum: 'sum', minimum: 'min', maximum: 'max' }[kind]}_to_be_between`
  return {
    name: nameOf(table.name, column, kind),
    says: `The ${kind} of ${column}${place} lies between ${least} and ${most}.`,
    failing: rows =>
      `SELECT ${value} AS ${kind}_value ${from(table, rows)} HAVING ${value} NOT BETWEEN ${least} AND ${most}`,
    native: {
      greatExpectations: { type, kwargs: { column, min_value: least, max_value: most } },
      soda: [`- ${aggregates[kind]}(${column}) between ${least} and ${most}`],
    },
  }
}

export const distinctBetween = (table: Table, column: string, { low, high }: Band): Check => {
  const [least, most] = [Math.floor(low), Math.ceil(high)]
  return {
    name: nameOf(table.name, column, 'distinct'),
    says: `A day has ${least} to ${most} different values of ${column}.`,
    failing: rows =>
      `SELECT count(DISTINCT ${quote(column)}) AS distinct_values ${from(table, rows)} HAVING count(DISTINCT ${quote(column)}) NOT BETWEEN ${least} AND ${most}`,
    native: {
      greatExpectations: {
        type: 'expect_column_unique_value_count_to_be_between',
        kwargs: { column, min_value: least, max_value: most },
      },
      soda: [`- distinct_count(${column}) between ${least} and ${most}`],
    },
  }
}

/** At most this share of the rows meets the condition, and at least that. */
export const shareBetween = (
  table: Table,
  where: Sql,
  { low, high, name, says }: Band & { name: string; says: string },
): Check => {
  if (high === 0) {
    const failing = (rows: CheckedRows) =>
      `SELECT count(*) AS row_count ${from(table, rows)} AND ${where} HAVING count(*) > 0`
    return { name: nameOf(table.name, name), says: `No row has ${where.replaceAll('"', '')}.`, failing, native: {} }
  }
  const share = `count(CASE WHEN ${where} THEN 1 END) * 1e0 / nullif(count(*), 0)`
  return {
    name: nameOf(table.name, name),
    says: `${says} of ${short(low * 100)} % to ${short(high * 100)} % of the rows.`,
    failing: rows =>
      `SELECT ${share} AS share ${from(table, rows)} HAVING ${share} NOT BETWEEN ${short(low)} AND ${short(high)}`,
    native: {},
  }
}

export const fresh = (table: Table, { time, column }: { time: Sql; column: string | null }, hours: number): Check => {
  const most = Math.max(1, Math.ceil(hours))
  return {
    name: nameOf(table.name, 'fresh'),
    says: `The newest row of a day is at most ${most} h from its end.`,
    failing: rows =>
      `SELECT max(${time}) AS newest ${from(table, rows)} HAVING count(*) = 0 OR max(${time}) < ${rows.end} - INTERVAL '${most}' HOUR`,
    native:
      column === null
        ? {}
        : {
            dbt: { place: 'source', column, lines: ['freshness:', `  error_after: {count: ${most}, period: hour}`] },
            soda: [`- freshness(${column}) < ${most}h`],
          },
  }
}
