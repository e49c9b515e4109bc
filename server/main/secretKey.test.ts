import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { parseEnvironment } from '../env.ts'
import { openSecretKey } from './secretKey.ts'

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dataing-key-'))
})
afterEach(() => rm(folder, { recursive: true }))

const environmentWith = (variables: Record<string, string>) => {
  const read = parseEnvironment(variables)
  if ('faults' in read) throw new Error(read.faults.join())
  return read.environment
}

test('makes a key once and keeps it to its owner', async () => {
  const [first, second] = await Promise.all([
    openSecretKey(environmentWith({}), folder),
    openSecretKey(environmentWith({}), folder),
  ])
  expect(first.length).toBe(32)
  expect(second).toEqual(first)
  expect(await openSecretKey(environmentWith({}), folder)).toEqual(first)
  expect(((await stat(join(folder, 'secret.key'))).mode & 0o777).toString(8)).toBe('600')
})

test('a key from the environment is used as it is and written nowhere', async () => {
  const key = Buffer.alloc(32, 7)
  expect(await openSecretKey(environmentWith({ DATAING_SECRET_KEY: key.toString('base64') }), folder)).toEqual(
    new Uint8Array(key),
  )
  expect(await readdir(folder)).toEqual([])
})

test('a folder that is not there is an error, not a key', async () => {
  await expect(openSecretKey(environmentWith({}), join(folder, 'absent'))).rejects.toThrow(/ENOENT/)
})
