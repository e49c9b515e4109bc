// A Trino with the memory and tpch connectors, on a folder and a port of its own; for tests only. `scripts/sources.mjs` says where it is.
import { spawn } from 'node:child_process'
import { createHmac, pbkdf2Sync, randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './freePort.ts'
import { TEST_CERTIFICATE, TEST_KEY } from './testCertificate.ts'

export type TrinoServer = {
  readonly port: number
  readonly version: string
  /** Where it speaks TLS, as `localhost` by the test authority, and asks who one is. */
  readonly securePort: number
  readonly password: string
  /** A token of this user, good for an hour. */
  readonly token: (user: string) => string
  /** Runs a statement as the user who may do all, and gives its rows. */
  readonly admin: (sql: string, schema?: string) => Promise<readonly (readonly unknown[])[]>
  readonly stop: () => Promise<void>
}

/** Null where there is no Trino, or no Java to run it. */
export const findTrino = () => {
  const [folder, java] = [process.env['TRINO_FOLDER'], process.env['TRINO_JAVA']]
  return folder && java && existsSync(join(folder, 'lib')) && existsSync(java) ? { folder, java } : null
}

const rules = {
  catalogs: [
    { user: 'admin', allow: 'all' },
    { user: 'reader', allow: 'read-only' },
    { user: 'writer', catalog: 'memory', allow: 'all' },
  ],
  queries: [{ user: 'admin', allow: ['execute', 'view', 'kill'] }, { allow: ['execute'] }],
}

const PASSWORD = `planted-canary-${randomUUID()}`
const TOKEN_KEY = randomBytes(64)

/** As Trino keeps passwords: iterations, salt, hash. */
const hashed = (password: string) => {
  const [iterations, salt] = [1000, randomBytes(16)]
  return `${iterations}:${salt.toString('hex')}:${pbkdf2Sync(password, salt, iterations, 32, 'sha1').toString('hex')}`
}

const tokenOf = (user: string) => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const signed = `${part({ alg: 'HS512', typ: 'JWT' })}.${part({ sub: user, exp: Math.floor(Date.now() / 1000) + 3600 })}`
  return `${signed}.${createHmac('sha512', TOKEN_KEY).update(signed).digest('base64url')}`
}

const filesOf = (
  folder: string,
  trino: string,
  { port, securePort }: { port: number; securePort: number },
): Readonly<Record<string, string>> => ({
  'etc/config.properties': [
    'node.environment=test',
    `node.id=${randomUUID()}`,
    'coordinator=true',
    'node-scheduler.include-coordinator=true',
    `http-server.http.port=${port}`,
    'node.internal-address=127.0.0.1',
    `discovery.uri=http://127.0.0.1:${port}`,
    'query.max-memory=600MB',
    'catalog.management=static',
    `plugin.dir=${join(trino, 'plugin')}`,
    `catalog.config-dir=${join(folder, 'etc/catalog')}`,
    'http-server.https.enabled=true',
    `http-server.https.port=${securePort}`,
    `http-server.https.keystore.path=${join(folder, 'etc/server.pem')}`,
    'http-server.authentication.type=PASSWORD,JWT',
    'http-server.authentication.allow-insecure-over-http=true',
    `http-server.authentication.jwt.key-file=${join(folder, 'etc/token.key')}`,
    `internal-communication.shared-secret=${randomUUID()}${randomUUID()}`,
    `password-authenticator.config-files=${join(folder, 'etc/password-authenticator.properties')}`,
  ].join('\n'),
  'etc/server.pem': `${TEST_CERTIFICATE}\n${TEST_KEY}\n`,
  'etc/token.key': TOKEN_KEY.toString('base64'),
  'etc/password-authenticator.properties': `password-authenticator.name=file\nfile.password-file=${join(folder, 'etc/passwords')}`,
  'etc/passwords': `reader:${hashed(PASSWORD)}\n`,
  'etc/log.properties': 'io.trino=WARN\nio.airlift=WARN\norg=WARN\nbootstrap=WARN\nio.trino.server.Server=INFO',
  'etc/access-control.properties': `access-control.name=file\nsecurity.config-file=${join(folder, 'etc/rules.json')}`,
  'etc/rules.json': JSON.stringify(rules),
  'etc/catalog/memory.properties': 'connector.name=memory\nmemory.max-data-per-node=256MB',
  'etc/catalog/tpch.properties': 'connector.name=tpch',
})

const JAVA = [
  '-Xmx1500m',
  '-XX:TieredStopAtLevel=1',
  '-Djdk.attach.allowAttachSelf=true',
  '--sun-misc-unsafe-memory-access=allow',
  '--enable-native-access=ALL-UNNAMED',
  '-Dconfig=etc/config.properties',
  '-Dlog.levels-file=etc/log.properties',
]

export const startTrino = async (): Promise<TrinoServer> => {
  const found = findTrino()
  if (found === null) throw new Error('There is no Trino on this machine.')
  const [folder, port, securePort] = [
    await mkdtemp(join(tmpdir(), 'dataing-trino-')),
    await freePort(),
    await freePort(),
  ]
  await mkdir(join(folder, 'etc/catalog'), { recursive: true })
  for (const [name, text] of Object.entries(filesOf(folder, found.folder, { port, securePort })))
    await writeFile(join(folder, name), text)
  const server = spawn(found.java, [...JAVA, '-cp', join(found.folder, 'lib/*'), 'io.trino.server.TrinoServer'], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let log = ''
  for (const stream of [server.stdout, server.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => void (log = `${log}${text}`.slice(-4000)))
  const url = `http://127.0.0.1:${port}`
  const info = async (): Promise<{ starting: boolean; nodeVersion: { version: string } } | null> =>
    fetch(`${url}/v1/info`).then(
      reply => reply.json() as never,
      () => null,
    )
  for (let now = await info(); now === null || now.starting; now = await info()) {
    if (server.exitCode !== null) throw new Error(`Trino ended: ${log}`)
    await new Promise(resolve => setTimeout(resolve, 250))
  }
  const admin = (sql: string, schema = 'default') => adminRows(url, sql, schema)
  // A server says that it has started before its node is known to it.
  while (
    await admin('SELECT count(*) FROM system.runtime.nodes').then(
      ([row]) => row?.[0] !== 1,
      () => true,
    )
  )
    await new Promise(resolve => setTimeout(resolve, 250))
  return {
    port,
    securePort,
    password: PASSWORD,
    token: tokenOf,
    version: (await info())?.nodeVersion.version ?? '',
    admin,
    async stop() {
      const ended = new Promise(resolve => server.once('exit', resolve))
      server.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Page = {
  readonly nextUri?: string
  readonly data?: readonly (readonly unknown[])[]
  readonly error?: { readonly message: string }
}

const adminRows = async (url: string, sql: string, schema: string) => {
  const headers = { 'x-trino-user': 'admin', 'x-trino-catalog': 'memory', 'x-trino-schema': schema }
  const rows: (readonly unknown[])[] = []
  let page = (await (await fetch(`${url}/v1/statement`, { method: 'POST', body: sql, headers })).json()) as Page
  for (;;) {
    if (page.error) throw new Error(page.error.message)
    rows.push(...(page.data ?? []))
    if (page.nextUri === undefined) return rows
    page = (await (await fetch(page.nextUri, { headers })).json()) as Page
  }
}
