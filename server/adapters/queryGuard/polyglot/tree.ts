import { Dialect, parse } from '@polyglot-sql/sdk'
import type { DialectName } from '../../../core/ports/queryGuard.ts'
import { deny } from '../refusal.ts'
import { fieldsOf, isFields, listOf, type Fields } from '../treeWalk.ts'

/** Our dialects by polyglot's names. */
export const dialects = {
  postgres: Dialect.PostgreSQL,
  duckdb: Dialect.DuckDB,
  mysql: Dialect.MySQL,
  trino: Dialect.Trino,
  redshift: Dialect.Redshift,
  snowflake: Dialect.Snowflake,
  bigquery: Dialect.BigQuery,
} as const satisfies { readonly [D in DialectName]: Dialect }

/** The one statement that polyglot sees; null where it cannot read the text. */
export const parseOne = (text: string, dialect: DialectName): Fields | null => {
  const { success, ast } = fieldsOf(parse(text, dialects[dialect]))
  if (success !== true) return null
  const [first, ...others] = listOf(ast)
  if (others.length > 0) return deny('many-statements', 'A second parser sees more than one statement.')
  return fieldsOf(first)
}

/** Where a node stands in the text, and what is said about its type: nothing of the query. */
const ASIDE = /^(span|inferred_type|(leading_|trailing_|pre_|post_|operator_|left_|right_)?(\w+_)?comments)$/

const says = (value: unknown) => value !== null && value !== false && !(Array.isArray(value) && value.length === 0)

/** The tree without what it leaves unsaid. A node is an object of one key, its kind. */
export const spoken = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(spoken)
  if (!isFields(value)) return value
  const entries = Object.entries(value)
  if (entries.length === 1)
    return Object.fromEntries(entries.map(([key, inner]) => [key, inner === null ? {} : spoken(inner)]))
  return Object.fromEntries(
    entries.filter(([key, inner]) => says(inner) && !ASIDE.test(key)).map(([key, inner]) => [key, spoken(inner)]),
  )
}

export const openNode = (node: Fields) => {
  const [kind, more] = Object.keys(node)
  return kind === undefined || more !== undefined ? null : { kind, fields: fieldsOf(node[kind]) }
}

/** The raw tree, its names that are not quoted as the engine folds them. */
export const withNames = (value: unknown, fold: (name: string) => string): unknown => {
  if (Array.isArray(value)) return value.map(item => withNames(item, fold))
  if (!isFields(value)) return value
  if (value.quoted === false && typeof value.name === 'string' && !('args' in value))
    return { ...value, name: fold(value.name) }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withNames(inner, fold)]))
}
