import { readFile, readlink } from 'node:fs/promises'

const exists = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** A dead process stays listed until its parent looks; in a container without an init nobody ever does. */
const isZombie = async (pid: number): Promise<boolean> =>
  /\) Z /.test(await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''))

export const isAlive = async (pid: number): Promise<boolean> => exists(pid) && !(await isZombie(pid))

/** Whether the process works in this folder, as a postmaster does in its data; assumed where it cannot be seen (no /proc). */
export const worksIn = async (pid: number, folder: string): Promise<boolean> =>
  (await readlink(`/proc/${pid}/cwd`).catch(() => folder)) === folder
