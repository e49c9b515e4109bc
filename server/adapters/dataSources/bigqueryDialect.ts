import type { Dialect } from '../../core/measure/dialect.ts'
import { commonDialect, onlyWhere } from './shared/commonDialect.ts'
import { dashed, isDay, PLAIN_OFFSET, withColon, WRITTEN } from './shared/readTime.ts'
import { respell } from './shared/respell.ts'

const QUANTILES = 1000

/** Columns without a zone are DATETIME there, those with one are TIMESTAMP. */
const local: Dialect['local'] = (column, kind, { zone }) => {
  if (kind === 'date') return `CAST(${column} AS datetime)`
  if (kind === 'timestamptz') return `datetime(${column}, '${zone}')`
  return zone === 'UTC' ? column : `datetime(CAST(${column} AS timestamp), '${zone}')`
}

const escaped = (quoted: string) =>
  `'${quoted.slice(1, -1).replaceAll("''", "'").replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n').replaceAll('\r', '\\r')}'`
const inBackticks = (quoted: string) => `\`${quoted.slice(1, -1).replaceAll('""', '"')}\``

/** BigQuery's spelling of our measures: names in backticks, escapes by backslash. Quantiles and distinct counts are approximate, since exact ones would gather every value on one node. */
export const createBigqueryDialect = (dataset: string): Dialect => ({
  ...commonDialect,
  name: 'bigquery',
  defaultSchema: dataset,
  instant: (iso, kind) => {
    if (kind === 'date') return `DATE '${iso.slice(0, 10)}'`
    const text = iso.slice(0, 19).replace('T', ' ')
    return kind === 'timestamptz' ? `TIMESTAMP '${text}+00'` : `DATETIME '${text}'`
  },
  timestampWord: 'DATETIME',
  local,
  truncated: (unit, timestamp) => `datetime_trunc(${timestamp}, ${unit})`,
  noTime: 'CAST(NULL AS datetime)',
  sinceEpoch: seconds => `datetime(timestamp_seconds(CAST(${seconds} AS int64)))`,
  // What tells no offset is read in UTC there.
  readTime: (text, { zone }) => {
    const is = (pattern: string) => `regexp_contains(${text}, '${pattern}')`
    const day = `WHEN ${isDay(text)} THEN concat(${dashed(text)}, ' 00:00:00 ${zone}')`
    const told = `CASE ${day} WHEN ${is(PLAIN_OFFSET)} THEN ${withColon(text)} ELSE ${text} END`
    return `CASE WHEN ${is(WRITTEN)} THEN datetime(CAST(${told} AS timestamp)) END`
  },
  number: expression => `CAST(${expression} AS float64)`,
  text: expression => `CAST(${expression} AS string)`,
  unfilled: column => column,
  epoch: column => `unix_micros(CAST(${column} AS timestamp)) / 1000000`,
  quantile: (expression, p) =>
    `(approx_quantiles(${expression}, ${QUANTILES}))[safe_offset(${Math.round(p * QUANTILES)})]`,
  distinct: (expression, { where }) => `approx_count_distinct(${onlyWhere(expression, where)})`,
  distinctRows: expressions =>
    `count(DISTINCT ${expressions
      .map(value => {
        const text = `CAST(${value} AS string)`
        return `coalesce(CAST(length(${text}) AS string) || ':' || ${text}, '-')`
      })
      .join(' || ')})`,
  matches: (expression, pattern) => `regexp_contains(${expression}, '${pattern}')`,
  unpadded: text => `ltrim(${text}, '0')`,
  spell: query => respell(query, { text: escaped, name: inBackticks }),
})

export const bigqueryDialect = createBigqueryDialect('')
