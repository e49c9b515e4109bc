import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { testDatabase } from './postgres.ts'

/** A database with a role of its own, as a warehouse that is to be connected. */
export type PostgresLogin = {
  readonly admin: pg.Client
  readonly role: string
  readonly password: string
  /** What the settings of the data source are. */
  readonly settings: {
    readonly host: string
    readonly port: number
    readonly database: string
    readonly user: string
    readonly ssl: 'disable'
  }
  readonly remove: () => Promise<void>
}

/** Runs the statements as the owner, then makes a role that may log in; `grants` are given its name. */
export const postgresLogin = async (
  statements: readonly string[],
  grants: (role: string) => readonly string[],
): Promise<PostgresLogin> => {
  const database = await testDatabase()
  const admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  const [role, password] = [`login_${randomUUID().replaceAll('-', '')}`, `planted-canary-${randomUUID()}`]
  for (const sql of [...statements, `CREATE ROLE ${role} LOGIN PASSWORD '${password}'`, ...grants(role)])
    await admin.query(sql)
  const { hostname, port, pathname } = new URL(database.url)
  return {
    admin,
    role,
    password,
    settings: { host: hostname, port: Number(port), database: pathname.slice(1), user: role, ssl: 'disable' },
    async remove() {
      await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role])
      await admin.query(`DROP OWNED BY ${role}`)
      await admin.query(`DROP ROLE ${role}`)
      await admin.end()
      await database.drop()
    },
  }
}

export const READ_ALL = (role: string) => [`GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}`]
