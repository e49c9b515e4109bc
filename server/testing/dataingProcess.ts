import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startProgram } from './childProcess.ts'

export type Installation = { readonly databaseUrl: string; readonly secretKey: Uint8Array; readonly dataFolder: string }

/** What processes of one installation have in common. */
export const installation = (databaseUrl: string): Installation => (
  { databaseUrl, secretKey: randomBytes(32), dataFolder: mkdtempSync(join(tmpdir(), 'dataing-journey-')) }
)

/** The program as it is deployed, in one of its roles. `ready` resolves with its address, or with '' for a worker. */
export const startDataing = ({ databaseUrl, secretKey, dataFolder }: Installation, role: 'api' | 'worker') => {
  const child = startProgram('../main.ts', {
    args: [],
    env: {
      DATABASE_URL: databaseUrl, DATAING_ROLE: role, DATA_DIR: dataFolder, DATAING_SECRET_KEY: Buffer.from(secretKey).toString('base64'), PORT: '0',
      DATAING_PRIVATE_HOSTS: 'allow', LOG_LEVEL: 'error', NODE_ENV: 'production',
      // Tests ask no model, whatever the shell they run in knows.
      ANTHROPIC_API_KEY: '',
    },
  })
  return { ...child, ready: role === 'api' ? child.saidAfter('Dataing is at ') : child.said('The worker is running').then(() => '') }
}
