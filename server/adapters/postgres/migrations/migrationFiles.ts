import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'

/** One folder of `prisma/migrations`; `checksum` is the sha256 of the file in hex, as Prisma records it. */
export type Migration = { readonly name: string; readonly sql: string; readonly checksum: string }

export const migrationsFolder = new URL('../../../../prisma/migrations/', import.meta.url)

/** The migrations of a folder, in the order in which they apply. */
export const readMigrations = async (folder: URL): Promise<readonly Migration[]> => {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries
    .filter(entry => entry.isDirectory())
    .map(entry => entry.name)
    .sort()
  return Promise.all(
    names.map(async name => {
      const sql = await readFile(new URL(`${name}/migration.sql`, folder), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}
