// `npm start` and `npm run demo`: install and generate what is missing, then hand over to the server under the Node of the packages.
import { generateAll } from './lib/generate.mjs'
import { ensurePackages } from './lib/packages.mjs'
import { bin, foreground } from './lib/run.mjs'
import { serverEnvironment, serverFlags } from './lib/serverNode.mjs'

const demo = process.argv.includes('--demo')

await ensurePackages()
await generateAll()
process.exit(
  await foreground(bin('node'), [...serverFlags, 'server/main.ts'], {
    ...serverEnvironment,
    ...(demo ? { DATAING_DEMO: '1' } : {}),
  }),
)
