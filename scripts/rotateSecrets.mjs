// `npm run secrets:rotate [-- --demo]`: seals all stored secrets by the key of now, under the Node of the packages.
import { generatePrisma } from './lib/generate.mjs'
import { ensurePackages } from './lib/packages.mjs'
import { bin, foreground } from './lib/run.mjs'

const demo = process.argv.includes('--demo')

await ensurePackages()
await generatePrisma()
process.exit(await foreground(bin('node'), ['server/main/rotateSecrets.ts'], demo ? { DATAING_DEMO: '1' } : {}))
