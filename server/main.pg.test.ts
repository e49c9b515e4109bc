// The server as people start it: a process, a signal, an exit code.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isAlive } from './adapters/embeddedPostgres/liveProcess.ts'
import { testDatabase } from './testing/postgres.ts'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
let folder = ''
let children: ChildProcessWithoutNullStreams[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dataing-main-'))
  await chmod(folder, 0o755)
})
afterEach(async () => {
  for (const child of children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  children = []
  await rm(folder, { recursive: true, force: true })
})

const start = (variables: Record<string, string>) => {
  const child = spawn(process.execPath, [main], {
    env: { PATH: '/usr/bin:/bin', DATA_DIR: folder, PORT: '0', ...variables },
  })
  children.push(child)
  let output = ''
  const told = new Set<() => void>()
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
      told.forEach(tell => {
        tell()
      })
    })
  }
  const ended = once(child, 'close').then(([code]: unknown[]) => ({ code, output }))
  /** The first group of what the output will match; fails if the process ends without it. */
  const says = (pattern: RegExp) =>
    new Promise<string>((resolve, reject) => {
      const look = () => {
        const found = pattern.exec(output)
        if (found) resolve(found[1] ?? found[0])
      }
      told.add(look)
      look()
      void ended.then(() => {
        reject(new Error(`It ended and had said only:\n${output}`))
      })
    })
  const stop = (signal: NodeJS.Signals) => {
    child.kill(signal)
    return ended
  }
  return { says, stop, ended }
}

test('needs nothing but a folder: brings its own database, serves, asks to be set up, and ends cleanly', async () => {
  const server = start({})
  const address = await server.says(/Dataing is at (\S+)/)
  expect(await (await fetch(new URL('/readyz', address))).text()).toBe('ready\n')
  expect(await server.says(/Set up your workspace at (\S+)/)).toMatch(/\/set-up\?token=[\w-]{43}$/)
  const postmaster = Number((await readFile(join(folder, 'postgres/data/postmaster.pid'), 'utf8')).split('\n')[0])
  expect(await isAlive(postmaster)).toBe(true)
  expect((await server.stop('SIGINT')).code).toBe(0)
  expect(await isAlive(postmaster)).toBe(false)
}, 120_000)

test('uses the database it is given, as API and worker apart', async () => {
  const { url, drop } = await testDatabase()
  const api = start({ DATABASE_URL: url, DATAING_ROLE: 'api' })
  const worker = start({ DATABASE_URL: url, DATAING_ROLE: 'worker' })
  const address = await api.says(/Dataing is at (\S+)/)
  await worker.says(/The worker is running/)
  expect((await fetch(new URL('/healthz', address))).status).toBe(200)
  expect((await worker.stop('SIGTERM')).code).toBe(0)
  expect((await api.stop('SIGTERM')).code).toBe(0)
  await drop()
}, 120_000)

test('a database that is not there stops the start, and the password shows nowhere', async () => {
  const { code, output } = await start({ DATABASE_URL: 'postgresql://me:hunter2@127.0.0.1:9/x' }).ended
  expect(code).toBe(1)
  expect(output).toContain('Dataing does not start')
  expect(output).not.toContain('hunter2')
}, 60_000)

test('a faulty environment stops the start with every fault named', async () => {
  const { code, output } = await start({ PORT: 'http', DATAING_ROLE: 'boss' }).ended
  expect([code, output]).toEqual([
    1,
    [
      'Dataing cannot start; please mend the environment:',
      '  DATAING_ROLE must be all, api or worker',
      '  PORT must be a port',
      '',
    ].join('\n'),
  ])
})

test('a taken port stops the start and says so', async () => {
  const first = start({})
  const { port } = new URL(await first.says(/Dataing is at (\S+)/))
  const { code, output } = await start({ PORT: port }).ended
  // The output goes along, for a process that a fault of V8 ends (code null) says there which.
  expect({ code, output }).toEqual({ code: 1, output: expect.any(String) })
  expect(output).toContain(`Port ${port} is taken; set PORT to another`)
  expect((await first.stop('SIGTERM')).code).toBe(0)
}, 120_000)
