// `npm run dev`: the demo, restarted when its files change, and Vite's page in front of it, replaced as one types.
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { generateDocuments, generatePrisma } from './lib/generate.mjs'
import { ensurePackages } from './lib/packages.mjs'
import { bin, environment, root, say } from './lib/run.mjs'

const freePort = () =>
  new Promise(resolve => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => {
        resolve(port)
      })
    })
  })

await ensurePackages()
await generatePrisma()
await generateDocuments()

const port = process.env.PORT ?? String(await freePort())
const server = `http://127.0.0.1:${port}`
const commands = [
  [bin('node'), ['--watch', '--watch-preserve-output', 'server/main.ts']],
  [bin('vite'), []],
]
const env = environment({ DATAING_DEMO: '1', PORT: port, DATAING_URL: server })
const children = commands.map(([command, args]) =>
  spawn(command, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env }),
)
say(
  `Once the server runs: ${server} signs you in, then Vite's page is the one to work on. After a change to schema.graphql or a document: npm run gen`,
)

const stop = () => {
  for (const child of children) child.kill('SIGTERM')
}
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, stop)
for (const child of children) child.once('close', stop)
