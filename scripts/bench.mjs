// `npm run bench:<name>`: one of our benchmarks, `bench/<name>/run.ts`. Arguments go on to it.
import { generatePrisma } from './lib/generate.mjs'
import { ensurePackages } from './lib/packages.mjs'
import { bin, foreground } from './lib/run.mjs'

const [name, ...options] = process.argv.slice(2)

await ensurePackages()
await generatePrisma()
process.exit(await foreground(bin('node'), [`bench/${name}/run.ts`, ...options]))
