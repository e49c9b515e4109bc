// One PostgreSQL for all `*.pg.test.ts` of a run, thrown away at its end. Tests get their own database in it from `testDatabase`.
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { chmodSync } from 'node:fs'
import { startEmbeddedPostgres } from '../adapters/embeddedPostgres/embeddedPostgres.ts'

declare module 'vitest' {
  interface ProvidedContext { postgresUrl: string }
}

const PREFIX = 'dataing-test-'
/** Nothing here need survive a power cut. */
const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' }

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** A run that was killed leaves its server behind. */
const sweep = async () => {
  const left = (await readdir(tmpdir())).filter(name => name.startsWith(PREFIX) && !isAlive(Number(name.slice(PREFIX.length).split('-')[0])))
  for (const folder of left.map(name => join(tmpdir(), name))) {
    const server = await startEmbeddedPostgres({ folder, settings })
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

export const setup = async (project: TestProject) => {
  await sweep()
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`))
  chmodSync(folder, 0o755)
  const server = await startEmbeddedPostgres({ folder, settings })
  project.provide('postgresUrl', server.url)
  return async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
