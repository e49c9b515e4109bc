// PostgreSQL refuses to run as root. Started by root, it runs as the user `postgres`, who must be able to reach its programs and its data.
import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const USER_NAME = 'postgres'

export type ServerUser = { readonly uid: number; readonly gid: number }

const findUser = async (): Promise<ServerUser | null> => {
  const users = await readFile('/etc/passwd', 'utf8')
  const fields = users
    .split('\n')
    .map(line => line.split(':'))
    .find(([name]) => name === USER_NAME)
  return fields ? { uid: Number(fields[2]), gid: Number(fields[3]) } : null
}

/** The user the server must run as; null when that is simply ourselves. Makes the user on a machine that lacks it. */
export const serverUser = async (): Promise<ServerUser | null> => {
  if (process.getuid?.() !== 0) return null
  const known = await findUser()
  if (known) return known
  await run('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', USER_NAME])
  const made = await findUser()
  if (!made) throw new Error(`Running as root needs a user "${USER_NAME}" for PostgreSQL, and it could not be made`)
  return made
}

/** Whether `user` may walk into this folder, through every folder above it; those that are still to be made count as open. */
export const canReach = async (user: ServerUser | null, folder: string): Promise<boolean> => {
  if (!user) return true
  const entry = await stat(folder).catch(() => null)
  if (entry) {
    const bit = entry.uid === user.uid ? 0o100 : entry.gid === user.gid ? 0o010 : 0o001
    if ((entry.mode & bit) === 0) return false
  }
  return dirname(folder) === folder || canReach(user, dirname(folder))
}

/** The first of these folders that the server could use. As root that leaves out every one under a home that is closed to others. */
export const firstReachable = async (folders: readonly string[]): Promise<string | null> => {
  const user = await serverUser()
  for (const folder of folders) if (await canReach(user, folder)) return folder
  return null
}
