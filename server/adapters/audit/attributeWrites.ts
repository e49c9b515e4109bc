import type { PrismaClient } from '../../../prisma/generated/client.ts'
import { actorOf, type Asking } from '../../core/access/asking.ts'

const READS = new Set(['findUnique', 'findUniqueOrThrow', 'findFirst', 'findFirstOrThrow', 'findMany', 'count', 'aggregate', 'groupBy'])

/**
 * The database for adapters that change data sources: it tells each transaction who asks, for the trigger that writes the change into the audit trail. A
 * write that nobody asked for goes as it is.
 */
export const attributeWrites = (db: PrismaClient, asking: () => Asking | null): PrismaClient => {
  const attributed = db.$extends({
    query: {
      dataSource: {
        async $allOperations({ operation, args, query }) {
          const asked = asking()
          if (asked === null || READS.has(operation)) return query(args)
          const by = JSON.stringify({ ...actorOf(asked), address: asked.address, agent: asked.agent?.slice(0, 300) ?? null })
          const [, answer] = await db.$transaction([db.$executeRaw`SELECT set_config('dataing.asking', ${by}, true)`, query(args)])
          return answer
        },
      },
    },
  })
  // It lacks only what nobody asks of a client in use ($on, $extends).
  return attributed as unknown as PrismaClient
}
