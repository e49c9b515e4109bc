import type pg from 'pg'
import type { TableName } from '../../../core/dataset/table.ts'
import type { LoginReport } from '../../../core/ports/dataSource.ts'
import { readGrant } from '../shared/readGrant.ts'

/** The catalogue names every table, whoever asks; what may be read is another question. */
const HIDDEN = `
  SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND NOT c.relispartition
    AND NOT (has_schema_privilege(n.oid, 'USAGE') AND (has_table_privilege(c.oid, 'SELECT') OR has_any_column_privilege(c.oid, 'SELECT')))
  ORDER BY 1, 2 LIMIT 1000`

const WHO = 'SELECT rolname AS name, rolsuper AS super FROM pg_roles WHERE rolname = current_user'

export const reportLogin = async (client: pg.Client): Promise<LoginReport> => {
  const [who] = (await client.query<{ name: string; super: boolean }>(WHO)).rows
  const hidden = (await client.query<TableName>(HIDDEN)).rows
  const name = who?.name ?? ''
  return { name, isAdministrator: who?.super ?? false, hidden, grant: readGrant(name, hidden) }
}
