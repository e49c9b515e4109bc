import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { background, root, say } from './run.mjs'

const attempt = async (title, command, args) => {
  const { code, seconds } = await background(command, args).catch(() => ({ code: 1, seconds: 0 }))
  say(`${title}: ${code === 0 ? `${seconds.toFixed(1)} s` : 'not to be had here'}`)
  return code === 0
}

/** The Python of a virtual environment of its own that holds these packages; null where it cannot be had. */
export const ensurePython = async ({ title, name, packages, imports }) => {
  const folder = join(root, '.data', name)
  const python = join(folder, 'bin/python')
  const works = async () =>
    existsSync(join(folder, 'lib')) &&
    (await background(python, ['-c', `import ${imports}`]).catch(() => ({ code: 1 }))).code === 0
  if (await works()) return python
  mkdirSync(join(root, '.data'), { recursive: true })
  rmSync(folder, { recursive: true, force: true })
  const made = (await background('python3', ['-m', 'venv', folder]).catch(() => ({ code: 1 }))).code === 0
  return made &&
    (await attempt(title, python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages])) &&
    (await works())
    ? python
    : null
}
