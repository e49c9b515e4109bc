// A MariaDB of the machine, on a folder and a port of its own; for tests only.
import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import mysql from 'mysql2/promise'
import { freePort } from './freePort.ts'
import { TEST_CERTIFICATE, TEST_KEY } from './testCertificate.ts'

const run = promisify(execFile)
const PLACES = ['/usr/sbin/mariadbd', '/usr/libexec/mariadbd', '/opt/homebrew/bin/mariadbd', '/usr/local/bin/mariadbd']

export type MariadbServer = {
  readonly port: number
  readonly version: string
  /** As root, with double quotes for names and in UTC. */
  readonly admin: mysql.Connection
  /** Stops its process where it stands, so that it takes what comes and answers nothing; and lets it go on. */
  readonly freeze: (frozen: boolean) => void
  readonly stop: () => Promise<void>
}

/** Null where the machine has no MariaDB. */
export const findMariadb = () => PLACES.find(existsSync) ?? null

export const startMariadb = async (): Promise<MariadbServer> => {
  const binary = findMariadb()
  if (binary === null) throw new Error('There is no MariaDB on this machine.')
  const folder = await mkdtemp(join(tmpdir(), 'dataing-mariadb-'))
  const [data, port] = [join(folder, 'data'), await freePort()]
  await mkdir(data)
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')]
  await writeFile(certificate, TEST_CERTIFICATE)
  await writeFile(key, TEST_KEY)
  await chmod(folder, 0o755)
  const asRoot = process.getuid?.() === 0
  if (asRoot) await run('chown', ['-R', 'mysql', folder])
  const user = asRoot ? 'mysql' : userInfo().username
  await run('mariadb-install-db', [
    '--no-defaults',
    `--user=${user}`,
    `--datadir=${data}`,
    '--auth-root-authentication-method=normal',
    '--skip-test-db',
  ])
  const server = spawn(
    binary,
    [
      '--no-defaults',
      `--user=${user}`,
      `--datadir=${data}`,
      `--socket=${join(folder, 'socket')}`,
      `--port=${port}`,
      '--bind-address=127.0.0.1',
      `--pid-file=${join(folder, 'pid')}`,
      '--innodb-flush-log-at-trx-commit=0',
      '--skip-log-bin',
      '--skip-name-resolve',
      '--max-allowed-packet=64M',
      `--ssl-cert=${certificate}`,
      `--ssl-key=${key}`,
      '--character-set-server=utf8mb4',
      '--collation-server=utf8mb4_general_ci',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const admin = await connected(server, port)
  const [rows] = await admin.query<mysql.RowDataPacket[]>('SELECT version() AS version')
  return {
    port,
    admin,
    version: String(rows[0]?.['version']),
    freeze: frozen => void server.kill(frozen ? 'SIGSTOP' : 'SIGCONT'),
    async stop() {
      await admin.end()
      const ended = new Promise(resolve => server.once('exit', resolve))
      server.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Asks again after each refusal, until the server listens or is gone. */
const connected = async (server: ChildProcess, port: number): Promise<mysql.Connection> => {
  let log = ''
  server.stderr?.setEncoding('utf8').on('data', (text: string) => void (log = `${log}${text}`.slice(-4000)))
  for (;;) {
    if (server.exitCode !== null) throw new Error(`MariaDB ended: ${log}`)
    try {
      const admin = await mysql.createConnection({ host: '127.0.0.1', port, user: 'root', multipleStatements: false })
      await admin.query(`SET SESSION sql_mode = 'ANSI_QUOTES,PIPES_AS_CONCAT', time_zone = '+00:00'`)
      return admin
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || error.code !== 'ECONNREFUSED') throw error
      await new Promise(resolve => setTimeout(resolve, 100))
    }
  }
}
