import type { DialectName } from '../../../core/ports/queryGuard.ts'
import attackRows from './attacks.json' with { type: 'json' }
import queryRows from './queries.json' with { type: 'json' }

export type Attack = {
  readonly dialect: DialectName
  /** W write, X execution, F file or network, D denial of service, S session state, L leak, P parser differential. */
  readonly class: string
  /** It looks like an attack and does nothing; to let it pass is no fault. */
  readonly decoy: boolean
  readonly sql: string
}
export type GoodQuery = { readonly dialect: DialectName; readonly name: string; readonly sql: string }

const dialects: readonly string[] = [
  'duckdb',
  'postgres',
  'mysql',
  'redshift',
  'trino',
  'snowflake',
  'bigquery',
] satisfies readonly DialectName[]
const isDialect = (name: string): name is DialectName => dialects.includes(name)
const dialectOf = (name: string) => {
  if (!isDialect(name)) throw new Error(`The corpus knows no dialect ${name}`)
  return name
}

export const attacks: readonly Attack[] = attackRows.map(row => ({ ...row, dialect: dialectOf(row.dialect) }))
export const goodQueries: readonly GoodQuery[] = queryRows.map(row => ({ ...row, dialect: dialectOf(row.dialect) }))
