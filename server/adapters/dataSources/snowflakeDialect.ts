import type { Dialect } from '../../core/measure/dialect.ts'
import { commonDialect, onlyWhere } from './shared/commonDialect.ts'
import { dashed, isDay, PLAIN_OFFSET, withColon, WRITTEN, ZONED } from './shared/readTime.ts'
import { respell } from './shared/respell.ts'

const ntz = (expression: string) => `CAST(${expression} AS timestamp_ntz)`

const local: Dialect['local'] = (column, kind, { zone }) => {
  if (kind === 'date') return ntz(column)
  if (kind === 'timestamptz') return ntz(`convert_timezone('${zone}', ${column})`)
  return zone === 'UTC' ? column : `convert_timezone('UTC', '${zone}', ${column})`
}

/** Snowflake's spelling of our measures. Backslashes in texts are escapes there; names that are not quoted are folded to upper case. Distinct counts are approximate. */
export const createSnowflakeDialect = (schema: string): Dialect => ({
  ...commonDialect,
  name: 'snowflake',
  defaultSchema: schema,
  instant: (iso, kind) => {
    if (kind === 'date') return `CAST('${iso.slice(0, 10)}' AS date)`
    const text = iso.slice(0, 19).replace('T', ' ')
    return kind === 'timestamptz' ? `CAST('${text} +00:00' AS timestamp_tz)` : ntz(`'${text}'`)
  },
  local,
  noTime: ntz('NULL'),
  sinceEpoch: seconds => `dateadd('second', ${seconds}, ${ntz("'1970-01-01 00:00:00'")})`,
  readTime: (text, { zone }) => {
    const isLike = (pattern: string) => `regexp_instr(${text}, '${pattern}') > 0`
    const offset = `CASE WHEN ${isLike(PLAIN_OFFSET)} THEN ${withColon(text)} ELSE replace(${text}, ' UTC', 'Z') END`
    const zoned = ntz(`convert_timezone('UTC', CAST(${offset} AS timestamp_tz))`)
    const day = ntz(dashed(text))
    const begun = zone === 'UTC' ? day : `convert_timezone('${zone}', 'UTC', ${day})`
    return (
      `CASE WHEN ${isLike(WRITTEN)} THEN CASE WHEN ${isDay(text)} THEN ${begun} ` +
      `WHEN ${isLike(ZONED)} THEN ${zoned} ELSE ${ntz(text)} END END`
    )
  },
  number: expression => `CAST(${expression} AS double)`,
  text: expression => `CAST(${expression} AS varchar)`,
  unfilled: column => column,
  epoch: (column, kind) =>
    `datediff('microsecond', ${ntz("'1970-01-01 00:00:00'")}, ${local(column, kind, { zone: 'UTC', from: null, to: null })}) / 1000000.0`,
  quantile: (expression, p) => `percentile_cont(${p}) WITHIN GROUP (ORDER BY ${expression})`,
  distinct: (expression, { where }) => `approx_count_distinct(${onlyWhere(expression, where)})`,
  distinctRows: expressions =>
    `count(DISTINCT ${expressions
      .map(value => {
        const text = `CAST(${value} AS varchar)`
        return `coalesce(CAST(length(${text}) AS varchar) || ':' || ${text}, '-')`
      })
      .join(' || ')})`,
  // REGEXP_LIKE there must match the whole text.
  matches: (expression, pattern) => `regexp_instr(${expression}, '${pattern}') > 0`,
  unpadded: text => `ltrim(${text}, '0')`,
  spell: query => respell(query, { text: quoted => quoted.replaceAll('\\', '\\\\') }),
})

export const snowflakeDialect = createSnowflakeDialect('PUBLIC')
