import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram } from './childProcess.ts'

type Environment = Readonly<Record<string, string>>

export type Installation = {
  readonly databaseUrl: string
  readonly secretKey: Uint8Array
  readonly dataFolder: string
  readonly olderKeys?: readonly Uint8Array[]
  /** What else its environment says. */
  readonly env?: Environment
}

/** The environment of one that sends mail. */
export const mailBy = (smtp: URL, publicUrl = 'https://dataing.example'): Environment => ({
  SMTP_URL: smtp.href,
  MAIL_FROM: 'dataing@dataing.example',
  PUBLIC_URL: publicUrl,
})

/** What processes of one installation have in common. */
export const installation = (databaseUrl: string): Installation => ({
  databaseUrl,
  secretKey: randomBytes(32),
  dataFolder: mkdtempSync(join(tmpdir(), 'dataing-journey-')),
})

const base64 = (key: Uint8Array) => Buffer.from(key).toString('base64')

const environmentOf = ({ databaseUrl, secretKey, dataFolder, olderKeys = [], env = {} }: Installation) => ({
  DATABASE_URL: databaseUrl,
  DATA_DIR: dataFolder,
  DATAING_SECRET_KEY: base64(secretKey),
  DATAING_SECRET_KEYS_OLD: olderKeys.map(base64).join(','),
  PORT: '0',
  DATAING_PRIVATE_HOSTS: 'allow',
  LOG_LEVEL: 'error',
  NODE_ENV: 'production',
  // Tests ask no model, whatever the shell they run in knows.
  ANTHROPIC_API_KEY: '',
  ...env,
})

/** The program as it is deployed, in one of its roles. `ready` resolves with its address, or with '' for a worker. */
export const startDataing = (installed: Installation, role: 'api' | 'worker') => {
  const child = startProgram('../main.ts', { args: [], env: { ...environmentOf(installed), DATAING_ROLE: role } })
  return {
    ...child,
    ready: role === 'api' ? child.saidAfter('Dataing is at ') : child.said('The worker is running').then(() => ''),
  }
}

/** `npm run secrets:rotate` of this installation. */
export const startRotation = (installed: Installation) =>
  startProgram('../main/rotateSecrets.ts', { args: [], env: environmentOf(installed) })
