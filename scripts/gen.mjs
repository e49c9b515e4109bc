// `npm run gen`: Prisma's client, the printed schema, the page's documents; whether or not they look fresh.
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { generateDocuments, generatePrisma } from './lib/generate.mjs'
import { ensurePackages } from './lib/packages.mjs'
import { bin, must, root } from './lib/run.mjs'

await ensurePackages()
for (const stamp of ['prisma', 'documents']) rmSync(join(root, 'node_modules/.cache/dataing', stamp), { force: true })
await generatePrisma()
await must('GraphQL schema', [bin('node'), 'server/graphql/printSchema.ts'])
await generateDocuments()
