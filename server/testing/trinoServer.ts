// A Trino with the memory and tpch connectors, on a folder and a port of its own; for tests only. `scripts/sources.mjs` says where it is.
import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './freePort.ts'

export type TrinoServer = {
  readonly port: number
  readonly version: string
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
  catalogs: [{ user: 'admin', allow: 'all' }, { user: 'reader', allow: 'read-only' }, { user: 'writer', catalog: 'memory', allow: 'all' }],
  queries: [{ user: 'admin', allow: ['execute', 'view', 'kill'] }, { allow: ['execute'] }],
}

const filesOf = (folder: string, trino: string, port: number): Readonly<Record<string, string>> => ({
  'etc/config.properties': [
    'node.environment=test', `node.id=${randomUUID()}`, 'coordinator=true', 'node-scheduler.include-coordinator=true', `http-server.http.port=${port}`,
    'node.internal-address=127.0.0.1', `discovery.uri=http://127.0.0.1:${port}`, 'query.max-memory=600MB', 'catalog.management=static', `plugin.dir=${join(trino, 'plugin')}`,
    `catalog.config-dir=${join(folder, 'etc/catalog')}`,
  ].join('\n'),
  'etc/log.properties': 'io.trino=WARN\nio.airlift=WARN\norg=WARN\nbootstrap=WARN\nio.trino.server.Server=INFO',
  'etc/access-control.properties': `access-control.name=file\nsecurity.config-file=${join(folder, 'etc/rules.json')}`,
  'etc/rules.json': JSON.stringify(rules),
  'etc/catalog/memory.properties': 'connector.name=memory\nmemory.max-data-per-node=256MB',
  'etc/catalog/tpch.properties': 'connector.name=tpch',
})

const JAVA = [
  '-Xmx1500m', '-XX:TieredStopAtLevel=1', '-Djdk.attach.allowAttachSelf=true', '--sun-misc-unsafe-memory-access=allow', '--enable-native-access=ALL-UNNAMED',
  '-Dconfig=etc/config.properties', '-Dlog.levels-file=etc/log.properties',
]

export const startTrino = async (): Promise<TrinoServer> => {
  const found = findTrino()
  if (found === null) throw new Error('There is no Trino on this machine.')
  const [folder, port] = [await mkdtemp(join(tmpdir(), 'dataing-trino-')), await freePort()]
  await mkdir(join(folder, 'etc/catalog'), { recursive: true })
  for (const [name, text] of Object.entries(filesOf(folder, found.folder, port))) await writeFile(join(folder, name), text)
  const server = spawn(found.java, [...JAVA, '-cp', join(found.folder, 'lib/*'), 'io.trino.server.TrinoServer'], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  for (const stream of [server.stdout, server.stderr]) stream.setEncoding('utf8').on('data', (text: string) => void (log = `${log}${text}`.slice(-4000)))
  const url = `http://127.0.0.1:${port}`
  const info = async (): Promise<{ starting: boolean; nodeVersion: { version: string } } | null> => fetch(`${url}/v1/info`).then(reply => reply.json() as never, () => null)
  for (let now = await info(); now === null || now.starting; now = await info()) {
    if (server.exitCode !== null) throw new Error(`Trino ended: ${log}`)
    await new Promise(resolve => setTimeout(resolve, 250))
  }
  const admin = (sql: string, schema = 'default') => adminRows(url, sql, schema)
  // A server says that it has started before its node is known to it.
  while (await admin('SELECT count(*) FROM system.runtime.nodes').then(([row]) => row?.[0] !== 1, () => true)) await new Promise(resolve => setTimeout(resolve, 250))
  return {
    port, version: (await info())?.nodeVersion.version ?? '', admin,
    async stop() {
      const ended = new Promise(resolve => server.once('exit', resolve))
      server.kill('SIGKILL')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Page = { readonly nextUri?: string; readonly data?: readonly (readonly unknown[])[]; readonly error?: { readonly message: string } }

const adminRows = async (url: string, sql: string, schema: string) => {
  const headers = { 'x-trino-user': 'admin', 'x-trino-catalog': 'memory', 'x-trino-schema': schema }
  const rows: (readonly unknown[])[] = []
  let page = await (await fetch(`${url}/v1/statement`, { method: 'POST', body: sql, headers })).json() as Page
  for (;;) {
    if (page.error) throw new Error(page.error.message)
    rows.push(...page.data ?? [])
    if (page.nextUri === undefined) return rows
    page = await (await fetch(page.nextUri, { headers })).json() as Page
  }
}
