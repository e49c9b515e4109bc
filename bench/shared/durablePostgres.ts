import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startEmbeddedPostgres } from '../../server/adapters/embeddedPostgres/embeddedPostgres.ts'

/** A new PostgreSQL that flushes each commit to disk, as in production, thrown away at the end. */
export const durablePostgres = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'dataing-bench-'))
  await chmod(folder, 0o755)
  const server = await startEmbeddedPostgres({ folder, settings: { max_connections: '200' } })
  return {
    url: server.url,
    stop: async () => {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
