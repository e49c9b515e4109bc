import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { background, root, say } from './run.mjs'

/** A Snowflake stand-in and what it needs, pinned: newer connectors no longer hold the parts that it uses. */
const PACKAGES = ['fakesnow[server]==0.12.1', 'snowflake-connector-python==4.8.1', 'PyJWT==2.15.1', 'cryptography>=42']

const folder = join(root, '.data/fakesnow-0.12.1')
const python = join(folder, 'bin/python')
const ready = join(folder, 'lib')

const works = async () => existsSync(ready) && (await background(python, ['-c', 'import fakesnow, jwt, uvicorn']).catch(() => ({ code: 1 }))).code === 0

const attempt = async (title, command, args) => {
  const { code, seconds } = await background(command, args).catch(() => ({ code: 1, seconds: 0 }))
  say(`${title}: ${code === 0 ? `${seconds.toFixed(1)} s` : 'not to be had here'}`)
  return code === 0
}

/** The environment in which the tests find the stand-in, in a virtual environment of its own; empty where it cannot be had. */
export const ensureFakesnow = async () => {
  if (await works()) return { FAKESNOW_PYTHON: python }
  mkdirSync(join(root, '.data'), { recursive: true })
  rmSync(folder, { recursive: true, force: true })
  const made = (await background('python3', ['-m', 'venv', folder]).catch(() => ({ code: 1 }))).code === 0
  if (made && await attempt('fakesnow', python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES]) && await works()) return { FAKESNOW_PYTHON: python }
  return {}
}
