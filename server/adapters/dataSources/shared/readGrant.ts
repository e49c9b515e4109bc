import type { TableName } from '../../../core/dataset/table.ts'

const MAX_SCHEMAS = 5

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** What lets a login of the PostgreSQL family read the schemas of these tables; null for none. */
export const readGrant = (user: string, hidden: readonly TableName[]): string | null => {
  const schemas = [...new Set(hidden.map(({ schema }) => schema))].slice(0, MAX_SCHEMAS).map(quoted)
  if (schemas.length === 0) return null
  return schemas
    .flatMap(schema => [
      `GRANT USAGE ON SCHEMA ${schema} TO ${quoted(user)};`,
      `GRANT SELECT ON ALL TABLES IN SCHEMA ${schema} TO ${quoted(user)};`,
    ])
    .join('\n')
}
