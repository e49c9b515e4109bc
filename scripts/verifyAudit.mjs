// `npm run audit:verify [-- --demo]`: whether the audit trail is as it was written, under the Node of the packages.
import { generatePrisma } from './lib/generate.mjs'
import { ensurePackages } from './lib/packages.mjs'
import { bin, foreground } from './lib/run.mjs'

const demo = process.argv.includes('--demo')

await ensurePackages()
await generatePrisma()
process.exit(await foreground(bin('node'), ['server/main/verifyAudit.ts'], demo ? { DATAING_DEMO: '1' } : {}))
