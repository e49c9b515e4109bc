// `npm test`: every test there is. Arguments go on to vitest (`npm test -- localisation`).
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ensureChromium } from './lib/chromium.mjs'
import { generateAll } from './lib/generate.mjs'
import { ensurePackages } from './lib/packages.mjs'
import { bin, foreground, root, say } from './lib/run.mjs'

await ensurePackages()
const chromium = await ensureChromium()
await generateAll()

const report = join(root, 'dist/test-report.json')
mkdirSync(join(root, 'dist'), { recursive: true })
const projects = ['unit', 'client', 'journey', 'pg', ...(chromium ? ['e2e'] : [])].flatMap(name => ['--project', name])
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
const code = await foreground(
  bin('vitest'),
  ['run', ...projects, ...reporters, ...process.argv.slice(2)],
  chromium ? { CHROMIUM_PATH: chromium } : {},
)
if (!chromium) say('The browser tests were NOT RUN: no Chromium.')
process.exit(chromium ? code : code || 1)
