// The running server as a process: found by its pid file, started, stopped.
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { readFile, realpath, unlink } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import type { Cluster } from './cluster.ts'
import { isAlive, worksIn } from './liveProcess.ts'
import type { ServerUser } from './serverUser.ts'

export type Postmaster = { readonly pid: number; readonly port: number }
export type Settings = Readonly<Record<string, string>>

/** The server of this cluster if one runs, for instance an orphan whose parent was killed. */
export const findPostmaster = async ({ dataFolder }: Cluster): Promise<Postmaster | null> => {
  const pidFile = join(dataFolder, 'postmaster.pid')
  const lines = (await readFile(pidFile, 'utf8').catch(() => '')).split('\n')
  const pid = Number(lines[0])
  // A dead pid is PostgreSQL's to judge: its file still guards the shared memory of backends that have not noticed yet.
  if (!pid || !(await isAlive(pid))) return null
  if (await worksIn(pid, await realpath(dataFolder))) return { pid, port: Number(lines[3]) }
  await unlink(pidFile)
  return null
}

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
      .once('error', reject)
      .listen(0, '127.0.0.1', () => {
        const address = server.address()
        server.close(() => {
          resolve(typeof address === 'object' && address ? address.port : 0)
        })
      })
  })

const DEFAULTS: Settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  timezone: 'UTC',
  log_timezone: 'UTC',
  shared_buffers: '64MB',
  // Statements may carry customers' values: none of them goes to the log.
  log_min_error_statement: 'panic',
  log_statement: 'none',
  jit: 'off',
}

/** Starts the server in its own process group, so that Ctrl-C in a terminal reaches only us, and we end it last. */
export const launch = async (
  cluster: Cluster,
  { postgres }: Binaries,
  { user, settings }: { user: ServerUser | null; settings: Settings },
) => {
  const port = await freePort()
  const flags = Object.entries({ ...DEFAULTS, ...settings }).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const log = openSync(cluster.logFile, 'w', 0o600)
  const child = spawn(postgres, ['-D', cluster.dataFolder, '-p', String(port), ...flags], {
    ...user,
    detached: true,
    stdio: ['ignore', log, log],
    env: { LC_ALL: 'C' },
  })
  closeSync(log)
  child.unref()
  const failed = new Promise<never>((_resolve, reject) => child.once('error', reject))
  const spawned = new Promise<Postmaster>(resolve =>
    child.once('spawn', () => {
      resolve({ pid: child.pid ?? 0, port })
    }),
  )
  return Promise.race([spawned, failed])
}

const goesAway = async (pid: number, withinMs: number): Promise<boolean> => {
  for (let waited = 0; waited < withinMs; waited += 20) {
    if (!(await isAlive(pid))) return true
    await sleep(20)
  }
  return false
}

/** Fast shutdown: open transactions are rolled back, everything committed is on disk. */
export const shutDown = async ({ pid }: Postmaster): Promise<void> => {
  process.kill(pid, 'SIGINT')
  if (await goesAway(pid, 15_000)) return
  process.kill(pid, 'SIGQUIT')
  if (!(await goesAway(pid, 5000))) throw new Error(`PostgreSQL (process ${pid}) does not stop`)
}
