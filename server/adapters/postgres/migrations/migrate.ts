import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { migrationsFolder, readMigrations, type Migration } from './migrationFiles.ts'

type Applied = { readonly migration_name: string; readonly checksum: string; readonly finished_at: Date | null }

/** The lock that Prisma's own CLI takes, so that the two never run at once. */
const LOCK = 72707369

/** Prisma's own table, so that its CLI can go on from here. */
const TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ, migration_name VARCHAR(255) NOT NULL, logs TEXT,
  rolled_back_at TIMESTAMPTZ, started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`

/**
 * Brings the database up to date: each missing migration in its own transaction, in order, under one lock, so that processes may start at once.
 * Returns the names applied now. Throws when a file that was applied has changed since, or when a migration was left unfinished.
 */
export const migrate = async (connectionString: string, folder: URL = migrationsFolder): Promise<readonly string[]> => {
  const migrations = await readMigrations(folder)
  const client = new pg.Client({ connectionString, application_name: 'dataing migrations' })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    await client.query(TABLE)
    const { rows: applied } = await client.query<Applied>(
      'SELECT migration_name, checksum, finished_at FROM _prisma_migrations WHERE rolled_back_at IS NULL',
    )
    const missing = migrations.filter(migration => !isApplied(migration, applied))
    for (const migration of missing) await apply(client, migration)
    return missing.map(migration => migration.name)
  } finally {
    await client.end()
  }
}

const isApplied = ({ name, checksum }: Migration, applied: readonly Applied[]): boolean => {
  const record = applied.find(one => one.migration_name === name)
  if (!record) return false
  if (!record.finished_at)
    throw new Error(`Migration ${name} was begun and not finished; mend the database, then mark it with Prisma's CLI.`)
  if (record.checksum !== checksum)
    throw new Error(`Migration ${name} was applied, and its file has changed since. Write a new migration instead.`)
  return true
}

const apply = async (client: pg.Client, { name, sql, checksum }: Migration) => {
  await client.query('BEGIN')
  try {
    await client.query(sql)
    await client.query(
      'INSERT INTO _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count) VALUES ($1, $2, $3, clock_timestamp(), 1)',
      [randomUUID(), checksum, name],
    )
    await client.query('COMMIT')
  } catch (cause) {
    await client.query('ROLLBACK')
    throw new Error(`Migration ${name} failed and left nothing behind.`, { cause })
  }
}
