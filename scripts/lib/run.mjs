// These scripts run before anything is installed: Node 20 or newer, no packages.
import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
const binaries = join(root, 'node_modules/.bin')
/** A command of the packages. Their Node comes first in the path: the machine's own may be older than they need. */
export const bin = name => join(binaries, name)
export const environment = extra => ({
  ...process.env,
  PATH: `${binaries}${delimiter}${process.env.PATH ?? ''}`,
  ...extra,
})

export const say = text => {
  process.stdout.write(`${text}\n`)
}

const finished = child =>
  new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      resolve(code ?? (signal ? 1 : 0))
    })
  })

/** Runs a command in the foreground; resolves to its exit code. A signal to us goes on to it, and it has the last word. */
export const foreground = async (command, args, env = {}) => {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', env: environment(env) })
  const forward = signal => {
    child.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  for (const signal of signals) process.on(signal, forward)
  const code = await finished(child)
  for (const signal of signals) process.off(signal, forward)
  return code
}

/** Runs a command silently; resolves to its exit code, its output and how long it took. */
export const background = async (command, args, env = {}) => {
  const started = Date.now()
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env: environment(env) })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', text => {
      output += text
    })
  const code = await finished(child)
  return { code, output, seconds: (Date.now() - started) / 1000 }
}

/** One named piece of preparation: a line when it is done, its whole output and the end of everything when it fails. */
export const must = async (title, [command, ...args], env) => {
  const { code, output, seconds } = await background(command, args, env)
  if (code !== 0) {
    say(`${output.trim()}\n${title}: failed (exit code ${code})`)
    process.exit(1)
  }
  say(`${title}: ${seconds.toFixed(1)} s`)
}
