import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Binaries } from './binaries.ts'
import type { ServerUser } from './serverUser.ts'

const run = promisify(execFile)

export const SUPERUSER = 'dataing'

/** A folder of ours: `data` belongs to PostgreSQL, `password` (mode 600) to us. */
export type Cluster = { readonly dataFolder: string; readonly password: string; readonly logFile: string }

const INITDB_FLAGS = [
  `--username=${SUPERUSER}`,
  '--auth=scram-sha-256',
  '--encoding=UTF8',
  '--locale=C',
  '--locale-provider=builtin',
  '--builtin-locale=C.UTF-8',
]

const give = async (path: string, user: ServerUser | null) => {
  if (user) await chown(path, user.uid, user.gid)
}

const initialise = async (folder: string, { initdb }: Binaries, user: ServerUser | null): Promise<void> => {
  const dataFolder = join(folder, 'data')
  const handover = join(folder, 'handover')
  const password = randomBytes(24).toString('base64url')
  await mkdir(dataFolder, { mode: 0o700 })
  await writeFile(join(folder, 'password'), password, { mode: 0o600 })
  await writeFile(handover, password, { mode: 0o600 })
  await Promise.all([give(dataFolder, user), give(handover, user)])
  await run(initdb, [`--pgdata=${dataFolder}`, `--pwfile=${handover}`, ...INITDB_FLAGS], {
    ...user,
    env: { LC_ALL: 'C' },
  })
  await rm(handover)
}

/** The cluster in `folder`, made on first use. It appears whole or not at all, so a kill half-way and a second process do no harm. */
export const openCluster = async (folder: string, binaries: Binaries, user: ServerUser | null): Promise<Cluster> => {
  const home = join(folder, 'postgres')
  if (!existsSync(home)) {
    const draft = await mkdtemp(`${home}.`)
    await chmod(draft, 0o755)
    await initialise(draft, binaries, user)
    await rename(draft, home).catch(async (error: unknown) => {
      await rm(draft, { recursive: true })
      if (!existsSync(home)) throw error
    })
  }
  const dataFolder = join(home, 'data')
  const version = (await readFile(join(dataFolder, 'PG_VERSION'), 'utf8')).trim()
  if (version !== binaries.version)
    throw new Error(`${dataFolder} was made by PostgreSQL ${version}; this is ${binaries.version}`)
  return { dataFolder, password: await readFile(join(home, 'password'), 'utf8'), logFile: join(home, 'log') }
}
