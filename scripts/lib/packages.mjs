import { existsSync, lstatSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { bin, must, root, say } from './run.mjs'
import { unlessFresh } from './stamp.mjs'

const [major = 0] = process.versions.node.split('.').map(Number)
// Run by npm, we know which npm; run by hand, the first in the path serves.
const npm = process.env.npm_execpath ? [process.execPath, process.env.npm_execpath] : ['npm']

/** Linked from another checkout, whose packages they are: npm would empty them there. */
const isLinked = () => lstatSync(join(root, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink() ?? false

const installed = () => {
  const record = join(root, 'node_modules/.package-lock.json')
  return (
    existsSync(bin('node')) &&
    existsSync(record) &&
    statSync(record).mtimeMs >= statSync(join(root, 'package-lock.json')).mtimeMs
  )
}

/** Installs the packages of the lock file, unless they are there. */
export const ensurePackages = async () => {
  if (major < 20) {
    say(`Dataing needs Node 20 or newer to start; this is ${process.version}.`)
    process.exit(1)
  }
  if (isLinked() || installed()) return
  await unlessFresh({ name: 'packages', inputs: ['package-lock.json'], output: 'node_modules/.bin/node' }, async () => {
    say('Installing packages (1.3 GB; one to three minutes) …')
    const [command, ...first] = npm
    await must('Packages', [command, ...first, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'])
  })
}
