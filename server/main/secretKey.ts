import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from '../env.ts'

const isCode = (error: unknown, code: string) => error instanceof Error && 'code' in error && error.code === code

/** The 32 bytes that guard stored secrets: `DATAING_SECRET_KEY`, or else a file in the data folder, made on first use and open to its owner only. */
export const openSecretKey = async ({ secretKey }: Environment, dataFolder: string): Promise<Uint8Array> => {
  if (secretKey) return secretKey
  const file = join(dataFolder, 'secret.key')
  await writeFile(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' }).catch((error: unknown) => {
    if (!isCode(error, 'EEXIST')) throw error
  })
  return new Uint8Array(Buffer.from(await readFile(file, 'utf8'), 'base64'))
}
