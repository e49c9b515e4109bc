// fakesnow in its server mode, with what that lacks, on a port of its own; for tests only. `scripts/sources.mjs` says where it is.
import { spawn } from 'node:child_process'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openSnowflake } from '../adapters/dataSources/snowflake/openSnowflake.ts'
import { freePort } from './freePort.ts'

export type SnowflakeServer = {
  readonly port: number
  readonly version: string
  /** Runs statements as the role that may do all. */
  readonly admin: (database: string, statements: readonly string[]) => Promise<void>
  /** The texts of the statements that run now. */
  readonly running: () => Promise<readonly string[]>
  /** Settings and secrets of the user who signs in by an encrypted key. */
  readonly reader: (database: string) => {
    readonly settings: Readonly<Record<string, string>>
    readonly secrets: Readonly<Record<string, string>>
  }
  /** The same of a user with a password, whose role may write. */
  readonly writer: (database: string) => {
    readonly settings: Readonly<Record<string, string>>
    readonly secrets: Readonly<Record<string, string>>
  }
  readonly stop: () => Promise<void>
}

/** Null where there is no fakesnow. */
export const findFakesnow = () => {
  const python = process.env['FAKESNOW_PYTHON']
  return python && existsSync(python) ? python : null
}

const usage = (name: string) => ({ privilege: 'USAGE', granted_on: 'DATABASE', name })

const rolesOf = {
  READER: { grants: [usage('SHOP'), { privilege: 'USAGE', granted_on: 'ROLE', name: 'ANALYST' }] },
  ANALYST: { grants: [{ privilege: 'SELECT', granted_on: 'TABLE', name: 'SHOP.PUBLIC.ORDERS' }] },
  WRITER: { grants: [usage('SHOP'), { privilege: 'USAGE', granted_on: 'ROLE', name: 'LOADER' }] },
  LOADER: {
    grants: [
      { privilege: 'INSERT', granted_on: 'TABLE', name: 'SHOP.PUBLIC.ORDERS' },
      { privilege: 'USAGE', granted_on: 'ROLE', name: 'WRITER' },
    ],
  },
}

const makeLogins = () => {
  const [passphrase, adminPassword, writerPassword] = [
    `planted-canary-${randomUUID()}`,
    randomUUID(),
    `planted-canary-${randomUUID()}`,
  ]
  const { publicKey, privateKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase },
  })
  const users = {
    ADMIN: { password: adminPassword, role: 'ADMIN' },
    READER: { publicKey, role: 'READER' },
    WRITER: { password: writerPassword, role: 'WRITER' },
  }
  return { users, privateKey, passphrase, adminPassword, writerPassword }
}

export const startSnowflake = async (): Promise<SnowflakeServer> => {
  const python = findFakesnow()
  if (python === null) throw new Error('There is no fakesnow on this machine.')
  const [port, logins] = [await freePort(), makeLogins()]
  const server = spawn(python, [join(import.meta.dirname, 'snowflakeStandIn.py'), String(port)], {
    stdio: ['pipe', 'ignore', 'pipe'],
  })
  server.stdin.end(JSON.stringify({ users: logins.users, roles: rolesOf }))
  let log = ''
  server.stderr.setEncoding('utf8').on('data', (text: string) => void (log = `${log}${text}`.slice(-4000)))
  const running = async (): Promise<readonly string[]> =>
    (await fetch(`http://127.0.0.1:${port}/running`)).json() as never
  while (
    await running().then(
      () => false,
      () => true,
    )
  ) {
    if (server.exitCode !== null) throw new Error(`fakesnow ended: ${log}`)
    await new Promise(resolve => setTimeout(resolve, 100))
  }
  const base = {
    account: 'ACME-TEST',
    address: `http://127.0.0.1:${port}`,
    warehouse: 'REPORTING_WH',
    schema: 'PUBLIC',
  }
  return {
    port,
    version: '0.12.1',
    running,
    async admin(database, statements) {
      const open = await openSnowflake(
        { ...base, database, user: 'ADMIN', role: 'ADMIN', password: logins.adminPassword },
        new AbortController().signal,
      )
      try {
        for (const sql of statements) await open.rows(sql)
      } finally {
        await open.end()
      }
    },
    reader: database => ({
      settings: { ...base, database, user: 'READER', role: 'READER' },
      secrets: { privateKey: logins.privateKey, passphrase: logins.passphrase },
    }),
    writer: database => ({
      settings: { ...base, database, user: 'WRITER', role: 'WRITER' },
      secrets: { password: logins.writerPassword },
    }),
    async stop() {
      const ended = new Promise(resolve => server.once('exit', resolve))
      server.kill('SIGKILL')
      await ended
    },
  }
}
