import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from '../../prisma/generated/client.ts'
import { migrate } from '../adapters/postgres/migrations/migrate.ts'
import { testDatabase } from './postgres.ts'

/** A migrated database with a client that counts its statements. */
export const viewDatabase = async () => {
  const database = await testDatabase()
  await migrate(database.url)
  const db = new PrismaClient({
    adapter: new PrismaPg({ connectionString: database.url }),
    log: [{ emit: 'event', level: 'query' }],
  })
  const statements: string[] = []
  db.$on('query', ({ query }) => void statements.push(query))
  return {
    db: db as PrismaClient,
    url: database.url,
    /** Runs the work and gives its answer with the statements that it took. */
    async counting<Answer>(work: () => Promise<Answer>) {
      statements.length = 0
      const answer = await work()
      return { answer, statements: [...statements] }
    },
    async drop() {
      await db.$disconnect()
      await database.drop()
    },
  }
}
