import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startEmbeddedPostgres } from './embeddedPostgres.ts'
import type { EmbeddedPostgres } from './embeddedPostgres.ts'
import { isAlive } from './liveProcess.ts'

const settings = { fsync: 'off' }
let folder = ''
let started: EmbeddedPostgres[] = []

const start = async (onLost: () => void = () => undefined) => {
  const server = await startEmbeddedPostgres({ folder, settings, onLost })
  started.push(server)
  return server
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dataing-embedded-'))
  await chmod(folder, 0o755)
})

afterEach(async () => {
  for (const server of started) await server.stop()
  started = []
  await rm(folder, { recursive: true, force: true })
})

const ask = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows.map(row => Object.values(row)[0])
  } finally {
    await client.end()
  }
}

const pidFile = () => join(folder, 'postgres/data/postmaster.pid')
const postmasterPid = async () => Number((await readFile(pidFile(), 'utf8')).split('\n')[0])

test('keeps its data from one start to the next', async () => {
  const first = await start()
  await ask(first.url, 'CREATE TABLE mark AS SELECT 42 AS value')
  await first.stop()
  await expect(ask(first.url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/)
  const second = await start()
  expect(await ask(second.url, 'SELECT value FROM mark')).toEqual([42])
})

test('listens on the loopback only, asks for the password, and keeps it to its owner', async () => {
  const { url } = await start()
  expect(await ask(url, 'SHOW listen_addresses')).toEqual(['127.0.0.1'])
  expect(await ask(url, 'SHOW unix_socket_directories')).toEqual([''])
  const wrong = new URL(url)
  wrong.password = 'guess'
  await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/)
  expect(((await stat(join(folder, 'postgres/password'))).mode & 0o777).toString(8)).toBe('600')
})

test('joins the server of a process that was killed, and stops it at the end', async () => {
  const module = new URL('embeddedPostgres.ts', import.meta.url).href
  const program = `const { startEmbeddedPostgres } = await import(${JSON.stringify(module)})
    await startEmbeddedPostgres({ folder: ${JSON.stringify(folder)}, settings: { fsync: 'off' } })
    console.log('up')
    setInterval(() => {}, 1000)`
  const parent = spawn(process.execPath, ['--input-type=module-typescript', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await once(parent.stdout, 'data')
  const orphan = await postmasterPid()
  parent.kill('SIGKILL')
  await once(parent, 'exit')
  const server = await start()
  expect(await postmasterPid()).toBe(orphan)
  expect(await isAlive(orphan)).toBe(true)
  expect(await ask(server.url, 'SELECT 1')).toEqual([1])
  await server.stop()
  expect(await isAlive(orphan)).toBe(false)
})

test('starts again after the server itself was killed, which it reports', async () => {
  const lost = Promise.withResolvers<string>()
  const first = await start(() => {
    lost.resolve('lost')
  })
  await ask(first.url, 'CREATE TABLE mark AS SELECT 42 AS value')
  process.kill(await postmasterPid(), 'SIGKILL')
  expect(await lost.promise).toBe('lost')
  const second = await start()
  expect(await ask(second.url, 'SELECT value FROM mark')).toEqual([42])
})

test('is not fooled by a pid file whose number now belongs to another process', async () => {
  const first = await start()
  const text = await readFile(pidFile(), 'utf8')
  await first.stop()
  await writeFile(pidFile(), text.replace(/^\d+/, String(process.pid)))
  const second = await start()
  expect(await ask(second.url, 'SELECT 1')).toEqual([1])
})

test('serves every process that uses it, and stops with the last', async () => {
  const [first, second] = await Promise.all([start(), start()])
  expect(second.url).toBe(first.url)
  await first.stop()
  expect(await ask(second.url, 'SELECT 1')).toEqual([1])
  await second.stop()
  await expect(ask(second.url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/)
})
