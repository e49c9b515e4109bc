import type pg from 'pg'
import type { ReadOnlyProof } from '../../../core/ports/dataSource.ts'
import { nonEmpty } from '../../../core/shared/nonEmpty.ts'
import { remedy, type Findings } from './readOnlyRemedy.ts'

/** `column` is one that may be given values, if there is any. */
type Writable = {
  readonly schema: string
  readonly name: string
  readonly column: string | null
  readonly owner: boolean
  readonly triggers: boolean
  readonly rights: readonly string[]
}

/** Tables on which something is tried. */
const TRIED_TABLES = 5

/**
 * Tries, in a transaction that may write and is rolled back, what a reader must not be able to do. What a rollback would not undo, or what would
 * stand in the way of others (truncating, sequences, programs), is read from the catalogue instead.
 */
export const provePostgresReadOnly = async (client: pg.Client): Promise<ReadOnlyProof> => {
  const canDo: string[] = []
  const role = await roleOf(client)
  canDo.push(...role.powers)
  for (const [act, sql] of ROLE_TRIES) if (await succeeds(client, sql)) canDo.push(act)
  const schemas: string[] = []
  for (const schema of await schemasOf(client)) {
    if (!(await succeeds(client, `CREATE TABLE ${quoted(schema)}.dataing_probe (a integer)`))) continue
    schemas.push(schema)
    canDo.push(`create tables in the schema ${schema}`)
  }
  const tables = await writableTables(client)
  canDo.push(...(await writes(client, tables)))
  const found = nonEmpty(canDo)
  if (found === null)
    return {
      readOnly: true,
      how: `The role ${role.name} may only read: creating, changing and deleting was tried and refused.`,
    }
  const owner = role.powers.length > 0 || tables.some(table => table.owner) || canDo.includes(MAKES_ROLES)
  return {
    readOnly: false,
    canDo: found,
    grant: remedy({ ...role, owner, creates: schemas, schemas: await schemasOf(client) } satisfies Findings),
  }
}

/** Nothing can be tried there: a standby begins no transaction that may write. */
export const isStandby = async (client: pg.Client) => {
  const {
    rows: [row],
  } = await client.query<{ standby: boolean }>('SELECT pg_is_in_recovery() AS standby')
  return row?.standby === true
}

export const STANDBY: ReadOnlyProof = {
  readOnly: true,
  how: 'The server is a standby: it takes no writes from anybody.',
}

const MAKES_ROLES = 'create roles'

const ROLE_TRIES: readonly (readonly [act: string, sql: string])[] = [
  [MAKES_ROLES, 'CREATE ROLE dataing_probe'],
  ['create schemas', 'CREATE SCHEMA dataing_probe'],
  ['read files of the server', `SELECT pg_read_file('PG_VERSION')`],
  ['list files of the server', `SELECT pg_ls_dir('.')`],
]

/** No right; or no writing in this transaction whatever the rights, as on a standby. */
const REFUSED = ['42501', '25006']

const succeeds = async (client: pg.Client, sql: string) => {
  await client.query('SAVEPOINT probe')
  const done = await client.query(sql).then(
    () => true,
    (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : ''
      if (!/^[0-9A-Z]{5}$/.test(code) || code.startsWith('57')) throw error
      // Any other refusal (a name that exists, a lock that is held) means that the right was there.
      return !REFUSED.includes(code)
    },
  )
  await client.query('ROLLBACK TO SAVEPOINT probe')
  return done
}

const roleOf = async (client: pg.Client) => {
  const {
    rows: [row],
  } = await client.query<{ name: string; database: string; powers: readonly string[] }>(`
    SELECT current_user AS name, current_database() AS database, array_remove(ARRAY[
      CASE WHEN rolsuper THEN 'do anything, as a superuser' END,
      CASE WHEN rolcreatedb THEN 'create databases' END,
      CASE WHEN rolreplication THEN 'replicate the whole server' END,
      CASE WHEN NOT rolsuper AND EXISTS (SELECT FROM pg_roles g WHERE g.rolname IN
        ('pg_write_all_data', 'pg_write_server_files', 'pg_execute_server_program', 'pg_signal_backend')
        AND pg_has_role(current_user, g.oid, 'USAGE'))
        THEN 'act through one of the server''s powerful roles' END
    ], NULL) AS powers FROM pg_roles WHERE rolname = current_user`)
  if (row === undefined) throw new Error('The current role is not in pg_roles.')
  return row
}

const schemasOf = async (client: pg.Client) =>
  (
    await client.query<{ name: string }>(`
  SELECT nspname AS name FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' AND has_schema_privilege(oid, 'USAGE')
  ORDER BY nspname COLLATE "C"`)
  ).rows.map(({ name }) => name)

const writableTables = async (client: pg.Client) =>
  (
    await client.query<Writable>(`
  SELECT * FROM (
    SELECT n.nspname AS schema, c.relname AS name, pg_has_role(c.relowner, 'USAGE') AS owner, c.relhastriggers AS triggers,
      (SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = '' AND a.attidentity = ''
        ORDER BY a.attnum LIMIT 1) AS column,
      ARRAY(SELECT right_ FROM unnest(ARRAY['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE']) AS right_ 
        WHERE has_table_privilege(c.oid, right_) OR right_ IN ('INSERT', 'UPDATE') AND has_any_column_privilege(c.oid, right_)) AS rights
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND has_schema_privilege(n.oid, 'USAGE')
  ) AS t WHERE owner OR cardinality(rights) > 0 ORDER BY schema COLLATE "C", name COLLATE "C"`)
  ).rows

const writes = async (client: pg.Client, tables: readonly Writable[]) => {
  const acts: string[] = []
  for (const table of tables.slice(0, TRIED_TABLES)) {
    const done = []
    for (const right of table.rights) if (await mayWrite(client, table, right)) done.push(right.toLowerCase())
    if (done.length > 0) acts.push(`${done.join(', ')} in ${table.schema}.${table.name}`)
    const alters = table.owner && (await succeeds(client, `COMMENT ON TABLE ${nameOf(table)} IS 'probe'`))
    if (alters) acts.push(`alter or drop ${table.schema}.${table.name}`)
  }
  const more = tables.length - TRIED_TABLES
  return acts.length > 0 && more > 0 ? [...acts, `write to ${more} more ${more === 1 ? 'table' : 'tables'}`] : acts
}

/** Statements that touch no row; not where a trigger would run all the same, and nothing that locks others out: there the right itself has to do. */
const mayWrite = async (client: pg.Client, table: Writable, right: string) => {
  if (table.triggers || table.column === null || right === 'TRUNCATE') return true
  const column = quoted(table.column)
  const statements: Readonly<Record<string, string>> = {
    INSERT: `INSERT INTO ${nameOf(table)} (${column}) SELECT NULL WHERE FALSE`,
    UPDATE: `UPDATE ${nameOf(table)} SET ${column} = NULL WHERE FALSE`,
    DELETE: `DELETE FROM ${nameOf(table)} WHERE FALSE`,
  }
  const sql = statements[right]
  return sql !== undefined && succeeds(client, sql)
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

const nameOf = ({ schema, name }: Pick<Writable, 'schema' | 'name'>) => `${quoted(schema)}.${quoted(name)}`
