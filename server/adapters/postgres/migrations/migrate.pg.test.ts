import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { pathToFileURL } from 'node:url'
import type { Pool } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { catalogueTables } from '../../../testing/catalogueTables.ts'
import { testDatabase, type TestDatabase } from '../../../testing/postgres.ts'
import { prismaTables } from '../../../testing/prismaTables.ts'
import { createPool } from '../pool.ts'
import { migrate } from './migrate.ts'
import { migrationsFolder, readMigrations } from './migrationFiles.ts'

let database: TestDatabase
let pool: Pool
let folder: URL

beforeEach(async () => {
  database = await testDatabase()
  pool = createPool(database.url, () => {})
  folder = pathToFileURL(`${await mkdtemp(`${tmpdir()}/dataing-migrations-`)}/`)
})
afterEach(async () => {
  await pool.end()
  await database.drop()
  await rm(folder, { recursive: true })
})

const write = async (name: string, sql: string) => {
  await mkdir(new URL(`${name}/`, folder), { recursive: true })
  await writeFile(new URL(`${name}/migration.sql`, folder), sql)
}
const tables = async () => Object.keys(await catalogueTables(pool)).sort()

test('the migrated database is what the Prisma schema says: tables, columns, types, nullability, defaults, indexes, foreign keys', async () => {
  await migrate(database.url)
  expect(await catalogueTables(pool)).toEqual(prismaTables())
  await pool.query('ALTER TABLE person ALTER COLUMN name DROP NOT NULL; DROP INDEX session_person_id_idx')
  expect(await catalogueTables(pool)).not.toEqual(prismaTables())
})

test('a process that starts later finds nothing to do; each migration is recorded as Prisma records it', async () => {
  expect(await migrate(database.url)).toEqual((await readMigrations(migrationsFolder)).map(migration => migration.name))
  expect(await migrate(database.url)).toEqual([])
  const { rows } = await pool.query(
    'SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished, applied_steps_count AS steps FROM _prisma_migrations',
  )
  expect(rows).toEqual(
    (await readMigrations(migrationsFolder)).map(({ name, sql }) => ({
      name,
      checksum: createHash('sha256').update(sql).digest('hex'),
      finished: true,
      steps: 1,
    })),
  )
})

test('of processes that start at once one applies, and all succeed', async () => {
  const applied = await Promise.all([1, 2, 3, 4].map(() => migrate(database.url)))
  expect(applied.map(names => names.length).sort()).toEqual([0, 0, 0, (await readMigrations(migrationsFolder)).length])
})

test('migrations apply in the order of their names, and a new one after those before it', async () => {
  await write('2_fill', 'INSERT INTO mark VALUES (1)')
  await write('1_make', 'CREATE TABLE mark (id int)')
  expect(await migrate(database.url, folder)).toEqual(['1_make', '2_fill'])
  await write('3_more', 'CREATE TABLE more (id int)')
  expect(await migrate(database.url, folder)).toEqual(['3_more'])
  expect(await tables()).toEqual(['mark', 'more'])
})

test('a migration that fails leaves nothing behind, and those before it stay', async () => {
  await write('1_make', 'CREATE TABLE mark (id int)')
  await write('2_break', 'CREATE TABLE more (id int); SELECT 1 / 0')
  await expect(migrate(database.url, folder)).rejects.toThrow('Migration 2_break failed and left nothing behind.')
  expect(await tables()).toEqual(['mark'])
  await write('2_break', 'CREATE TABLE more (id int)')
  expect(await migrate(database.url, folder)).toEqual(['2_break'])
})

test('a file that changed after it was applied stops the start by name', async () => {
  await write('1_make', 'CREATE TABLE mark (id int)')
  await migrate(database.url, folder)
  await write('1_make', 'CREATE TABLE mark (id bigint)')
  await write('2_more', 'CREATE TABLE more (id int)')
  await expect(migrate(database.url, folder)).rejects.toThrow(
    'Migration 1_make was applied, and its file has changed since.',
  )
  expect(await tables()).toEqual(['mark'])
})

test("a migration that Prisma's CLI left unfinished stops the start by name", async () => {
  await write('1_make', 'CREATE TABLE mark (id int)')
  await migrate(database.url, folder)
  await pool.query('UPDATE _prisma_migrations SET finished_at = NULL')
  await expect(migrate(database.url, folder)).rejects.toThrow('Migration 1_make was begun and not finished')
})
