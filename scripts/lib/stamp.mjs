import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './run.mjs'

const folder = join(root, 'node_modules/.cache/dataing')

const filesIn = path =>
  statSync(path).isFile()
    ? [path]
    : readdirSync(path, { recursive: true, withFileTypes: true })
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath ?? entry.path, entry.name))

const digest = (inputs, ignored) => {
  const hash = createHash('sha256')
  const files = inputs
    .map(input => join(root, input))
    .filter(existsSync)
    .flatMap(filesIn)
  for (const file of files.filter(name => !ignored.some(part => name.includes(part))).sort())
    hash.update(`${file}\0`).update(readFileSync(file))
  return hash.digest('hex')
}

/** Runs `make` unless `output` exists and was made from exactly these inputs. */
export const unlessFresh = async ({ name, inputs, ignored = [], output }, make) => {
  const stamp = join(folder, name)
  const now = digest(inputs, ignored)
  if (existsSync(join(root, output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return
  await make()
  mkdirSync(folder, { recursive: true })
  writeFileSync(stamp, now)
}
