// How long our files are: half at most 60 lines, nine in ten at most 150, none over 300. Generated files and tests do not count.
import { readFileSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { root, say } from './lib/run.mjs'

const LIMITS = { median: 60, p90: 150, longest: 300 }
/** Where the formatter breaks code; what is wider are texts, and lint stops those at 200. */
const WIDTH = 120
const SKIPPED = /\.test\.ts$|\.contract\.ts$|\/testing\/|\/generated\/|^client\/gql\//

const sources = ['server', 'client', 'demo', 'bench']
  .flatMap(folder => readdirSync(join(root, folder), { recursive: true, withFileTypes: true }))
  .filter(entry => entry.isFile() && /\.(ts|vue)$/.test(entry.name))
  .map(entry => relative(root, join(entry.parentPath ?? entry.path, entry.name)))
  .filter(path => !SKIPPED.test(path))
const files = sources
  .map(path => ({ path, text: readFileSync(join(root, path), 'utf8').trimEnd().split('\n') }))
  .map(({ path, text }) => ({ path, lines: text.length, wide: text.filter(line => line.length > WIDTH).length }))
  .sort((a, b) => a.lines - b.lines)

const quantile = share => files[Math.min(files.length - 1, Math.ceil(files.length * share) - 1)]?.lines ?? 0
const figures = { median: quantile(0.5), p90: quantile(0.9), longest: quantile(1) }
say(
  `${files.length} files: median ${figures.median} lines, 90th percentile ${figures.p90}, longest ${figures.longest} (${files.at(-1)?.path})`,
)
say(
  `${files.reduce((sum, { wide }) => sum + wide, 0)} of ${files.reduce((sum, { lines }) => sum + lines, 0)} lines are wider than ${WIDTH} characters`,
)

const tooBig = Object.keys(LIMITS).filter(name => figures[name] > LIMITS[name])
for (const name of tooBig) say(`${name} is over ${LIMITS[name]}`)
if (tooBig.length > 0)
  for (const { path, lines } of files.slice(-12).reverse()) say(`${String(lines).padStart(6)}  ${path}`)
process.exit(tooBig.length === 0 ? 0 : 1)
