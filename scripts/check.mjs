// `npm run check`: everything that can be said about the code without running it. All checks run, two at a time; one failure fails the whole.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generateDocuments, generatePrisma } from './lib/generate.mjs'
import { ensurePackages } from './lib/packages.mjs'
import { background, bin, root, say } from './lib/run.mjs'

await ensurePackages()
await Promise.all([generatePrisma(), generateDocuments()])

const tool =
  (name, ...args) =>
  () =>
    background(bin(name), args)

const printedSchema = async () => {
  const read = () => readFileSync(join(root, 'schema.graphql'), 'utf8')
  const before = read()
  const printed = await background(bin('node'), ['server/graphql/printSchema.ts'])
  return printed.code === 0 && read() !== before
    ? { ...printed, code: 1, output: 'schema.graphql was not what the code prints; it is now. Commit it.' }
    : printed
}

const checks = [
  ['types of the server', tool('tsc', '-p', '.')],
  ['types of the page', tool('vue-tsc', '-p', 'client', '--noEmit')],
  ['format', tool('node', 'scripts/format.mjs', '--check')],
  ['lint', tool('eslint', '.', '--max-warnings=0')],
  ['import boundaries', tool('depcruise', 'server', 'client', 'demo', 'bench', 'e2e')],
  ['dead code', tool('knip', '--no-progress')],
  ['printed schema', printedSchema],
  ['file sizes', tool('node', 'scripts/fileSizes.mjs')],
]

const started = Date.now()
const failures = []
const queue = [...checks]
const worker = async () => {
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [name, run] = next
    const { code, output, seconds } = await run()
    if (code !== 0) failures.push(name)
    say(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`)
    if (output.trim() && (code !== 0 || name === 'file sizes')) say(output.trim().replaceAll(/^/gm, '       '))
  }
}
await Promise.all([worker(), worker()])
say(
  `${checks.length - failures.length} of ${checks.length} checks pass (${((Date.now() - started) / 1000).toFixed(0)} s)`,
)
process.exit(failures.length === 0 ? 0 : 1)
