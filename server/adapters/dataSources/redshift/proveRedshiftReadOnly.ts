import type pg from 'pg'
import type { ReadOnlyProof } from '../../../core/ports/dataSource.ts'
import { nonEmpty } from '../../../core/shared/nonEmpty.ts'

type Right = { readonly schema: string; readonly name: string; readonly rights: string }

const TABLES = `
  SELECT t.table_schema AS schema, t.table_name AS name,
    CASE WHEN has_table_privilege(quote_ident(t.table_schema) || '.' || quote_ident(t.table_name), 'INSERT') THEN 'insert ' ELSE '' END
    || CASE WHEN has_table_privilege(quote_ident(t.table_schema) || '.' || quote_ident(t.table_name), 'UPDATE') THEN 'update ' ELSE '' END
    || CASE WHEN has_table_privilege(quote_ident(t.table_schema) || '.' || quote_ident(t.table_name), 'DELETE') THEN 'delete ' ELSE '' END AS rights
  FROM svv_tables t WHERE t.table_type = 'BASE TABLE' AND t.table_schema NOT IN ('information_schema', 'pg_catalog', 'pg_internal', 'pg_automv')`

const SCHEMAS = `SELECT nspname AS name FROM pg_namespace WHERE nspname NOT LIKE 'pg\\\\_%' AND nspname <> 'information_schema' AND has_schema_privilege(nspname, 'CREATE') ORDER BY 1`

const WHO =
  'SELECT current_user AS name, usesuper AS super, usecreatedb AS creates FROM pg_user WHERE usename = current_user'

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** Asks the catalogue what the login may do: Redshift has no savepoints, so that trying could not be undone. */
export const proveRedshiftReadOnly = async (client: pg.Client): Promise<ReadOnlyProof> => {
  const [who] = (await client.query<{ name: string; super: boolean; creates: boolean }>(WHO)).rows
  const schemas = (await client.query<{ name: string }>(SCHEMAS)).rows.map(({ name }) => name)
  const tables = (await client.query<Right>(TABLES)).rows.filter(({ rights }) => rights !== '')
  const canDo = nonEmpty([
    ...(who?.super ? ['do anything, as a superuser'] : []),
    ...(who?.creates ? ['create databases'] : []),
    ...schemas.map(name => `create tables in the schema ${name}`),
    ...tables
      .slice(0, 5)
      .map(({ schema, name, rights }) => `${rights.trim().split(' ').join(', ')} in ${schema}.${name}`),
    ...(tables.length > 5 ? [`write to ${tables.length - 5} more tables`] : []),
  ])
  const name = who?.name ?? ''
  if (canDo === null)
    return { readOnly: true, how: `The user ${name} may only read: every right on tables and schemas was asked for.` }
  const user = quoted(name)
  const places = [...new Set([...schemas, ...tables.map(({ schema }) => schema)])].map(quoted)
  const revokes = places.flatMap(place => [
    `REVOKE CREATE ON SCHEMA ${place} FROM ${user}, PUBLIC;`,
    `REVOKE ALL ON ALL TABLES IN SCHEMA ${place} FROM ${user};`,
    `GRANT USAGE ON SCHEMA ${place} TO ${user};`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA ${place} TO ${user};`,
  ])
  return {
    readOnly: false,
    canDo,
    grant: [...(who?.super ? [`ALTER USER ${user} NOCREATEUSER;`] : []), ...revokes].join('\n'),
  }
}
