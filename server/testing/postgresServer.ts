// One PostgreSQL for all `*.pg.test.ts` of a run, thrown away at its end. Tests get their own database in it from `testDatabase`.
import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../adapters/embeddedPostgres/embeddedPostgres.ts'
import { isAlive } from '../adapters/embeddedPostgres/liveProcess.ts'

declare module 'vitest' {
  interface ProvidedContext {
    postgresUrl: string
  }
}

const PREFIX = 'dataing-test-'
/** Other tests have folders of this prefix too; only those with the number of a process are servers' folders. */
const SERVERS = new RegExp(`^${PREFIX}(\\d+)-`)
/** Nothing here need survive a power cut. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

/** A run that was killed leaves its server behind. */
const sweep = async () => {
  for (const name of await readdir(tmpdir())) {
    const owner = SERVERS.exec(name)?.[1]
    if (owner === undefined || (await isAlive(Number(owner)))) continue
    const folder = join(tmpdir(), name)
    const server = await startEmbeddedPostgres({ folder, settings })
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

export const setup = async (project: TestProject) => {
  await sweep()
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))
  await chmod(folder, 0o755)
  const server = await startEmbeddedPostgres({ folder, settings })
  project.provide('postgresUrl', server.url)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
