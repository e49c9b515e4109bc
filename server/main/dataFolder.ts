import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { firstReachable } from '../adapters/embeddedPostgres/serverUser.ts'
import type { Environment } from '../env.ts'

/** Signed ends of audit trails, outside the database. */
export const AUDIT_NOTEBOOK = 'audit-heads.jsonl'

const program = resolve(fileURLToPath(new URL('../..', import.meta.url)))

/**
 * Where everything is kept that must survive a restart, made if absent: `DATA_DIR`; or `.data` beside the program, with the demo's things apart from
 * the rest. Where our own PostgreSQL, which as root runs as another user, cannot enter there: a folder of this copy's own in `/var/lib/dataing`.
 */
export const openDataFolder = async ({ dataFolder, databaseUrl, demo }: Environment): Promise<string> => {
  const kind = demo ? 'demo' : 'app'
  const beside = join(program, '.data', kind)
  const apart = `${basename(program)}-${createHash('sha256').update(program).digest('hex').slice(0, 8)}`
  const own = databaseUrl ? beside : await firstReachable([beside, join('/var/lib/dataing', apart, kind)])
  const folder = dataFolder ? resolve(dataFolder) : (own ?? beside)
  await mkdir(folder, { recursive: true })
  return folder
}
