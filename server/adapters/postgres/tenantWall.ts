import pg from 'pg'

/** Reads one tenant's rows and writes none. It owns nothing, so that row-level security binds it. */
export const READER_ROLE = 'dataing_reader'

/** The session's tenant, as the policies read it. */
export const TENANT_SETTING = 'dataing.tenant'

/** Any number that nothing else locks by. */
const LOCK = 727_002

/** Nobody reads these by the API; they stay closed to the role. */
const CLOSED = ['session', 'audit_head', 'audit_anchor', 'sso_connection', 'sso_domain', 'sso_identity', 'kept_request']

const makeRole = `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${READER_ROLE}') THEN CREATE ROLE ${READER_ROLE} NOLOGIN; END IF;
  IF NOT pg_has_role(current_user, '${READER_ROLE}', 'MEMBER') THEN EXECUTE format('GRANT ${READER_ROLE} TO %I', current_user); END IF;
END $$`

/** Every table with a tenant that has no wall yet, so that the tables of later versions get theirs. The tenant is looked up once per statement, not per row. */
const openTables = `
  SELECT c.relname AS name, CASE c.relname WHEN 'tenant' THEN 'id' ELSE 'tenant_id' END AS column
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname <> ALL ($1)
    AND EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = CASE c.relname WHEN 'tenant' THEN 'id' ELSE 'tenant_id' END)
    AND NOT EXISTS (SELECT FROM pg_policies p WHERE p.schemaname = 'public' AND p.tablename = c.relname AND p.policyname = 'tenant_only')`

const wall = (table: string, column: string) => `
  ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY;
  CREATE POLICY tenant_only ON "${table}" FOR SELECT TO ${READER_ROLE} USING ("${column}" = (SELECT nullif(current_setting('${TENANT_SETTING}', true), '')::uuid));
  GRANT SELECT ON "${table}" TO ${READER_ROLE}`

export type WallProblem = { readonly message: string; readonly cause: unknown }

/**
 * Puts row-level security behind the application's own tenant filter: for a role that may only read, and only the rows of its session's tenant. Does what
 * is missing, so it may run at every start. Null where the wall stands; a problem where the login of the database may not build it, and nothing is changed.
 */
export const raiseTenantWall = async (connectionString: string): Promise<WallProblem | null> => {
  const client = new pg.Client({ connectionString, application_name: 'dataing wall' })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    const role = await client.query(makeRole).then(() => null, explain)
    // Another database of the same server may have made the role just now.
    const problem = role === null ? null : await client.query(makeRole).then(() => null, explain)
    if (problem !== null) return problem
    const { rows } = await client.query<{ name: string; column: string }>(openTables, [CLOSED])
    for (const { name, column } of rows) await client.query(`BEGIN; ${wall(name, column)}; COMMIT`)
    return null
  } finally {
    await client.end()
  }
}

const explain = (cause: unknown): WallProblem => ({
  message:
    `Row-level security is off: the login of the database may not make the role ${READER_ROLE}. To switch it on, let an administrator run: ` +
    `CREATE ROLE ${READER_ROLE} NOLOGIN; GRANT ${READER_ROLE} TO <the login>;`,
  cause,
})
