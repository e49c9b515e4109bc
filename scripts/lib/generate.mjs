import { bin, must } from './run.mjs'
import { unlessFresh } from './stamp.mjs'

/** Prisma's command line wants a schema engine even where it never runs it; any file that exists will do, and nothing is downloaded. */
const offline = { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' }

export const generatePrisma = () =>
  unlessFresh(
    { name: 'prisma', inputs: ['prisma/schema.prisma', 'package-lock.json'], output: 'prisma/generated/client.ts' },
    () => must('Database client', [bin('prisma'), 'generate'], offline),
  )

export const generateDocuments = () =>
  unlessFresh(
    {
      name: 'documents',
      inputs: ['schema.graphql', 'codegen.ts', 'client', 'package-lock.json'],
      ignored: ['client/gql/'],
      output: 'client/gql/graphql.ts',
    },
    () => must('GraphQL documents', [bin('graphql-codegen'), '--silent']),
  )

export const buildClient = () =>
  unlessFresh(
    { name: 'client', inputs: ['client', 'vite.config.ts', 'package-lock.json'], output: 'dist/client/index.html' },
    () => must('Page', [bin('vite'), 'build', '--logLevel=warn']),
  )

/** Everything the server and the page are made of that is not in the repository. */
export const generateAll = async () => {
  const prisma = generatePrisma()
  await generateDocuments()
  await buildClient()
  await prisma
}
