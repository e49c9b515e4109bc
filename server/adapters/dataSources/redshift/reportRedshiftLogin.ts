import type pg from 'pg'
import type { TableName } from '../../../core/dataset/table.ts'
import type { LoginReport } from '../../../core/ports/dataSource.ts'
import { readGrant } from '../shared/readGrant.ts'

const HIDDEN = `
  SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'v') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
    AND NOT (has_schema_privilege(n.nspname, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))
  ORDER BY 1, 2 LIMIT 1000`

const WHO = 'SELECT usename AS name, usesuper AS super FROM pg_user WHERE usename = current_user'

export const reportLogin = async (client: pg.Client): Promise<LoginReport> => {
  const [who] = (await client.query<{ name: string; super: boolean }>(WHO)).rows
  const hidden = (await client.query<TableName>(HIDDEN)).rows
  const name = who?.name ?? ''
  return { name, isAdministrator: who?.super ?? false, hidden, grant: readGrant(name, hidden) }
}
