// `npm run dev`: the server, restarted when its files change, and Vite's page in front of it, replaced as one types.
import { spawn } from 'node:child_process'
import { generateDocuments, generatePrisma } from './lib/generate.mjs'
import { ensurePackages } from './lib/packages.mjs'
import { bin, environment, root } from './lib/run.mjs'

await ensurePackages()
await generatePrisma()
await generateDocuments()

const commands = [
  [bin('node'), ['--watch-path=server', '--watch-preserve-output', 'server/main.ts']],
  [bin('graphql-codegen'), ['--watch', '--silent']],
  [bin('vite'), []],
]
const children = commands.map(([command, args]) => spawn(command, args, { cwd: root, stdio: 'inherit', env: environment({ DATAING_DEMO: '1' }) }))
const stop = () => { for (const child of children) child.kill('SIGTERM') }
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
for (const child of children) child.once('close', stop)
