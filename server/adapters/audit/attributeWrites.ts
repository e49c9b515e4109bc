import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import { actorOf, type Asking } from '../../core/access/asking.ts'

/**
 * Transactions for adapters that change data sources: each is told who asks, for the trigger that writes the change into the audit trail. One that nobody
 * asked for is the program's own.
 */
export const createAttributedWrites =
  (db: PrismaClient, asking: () => Asking | null) =>
  <Answer>(work: (tx: Prisma.TransactionClient) => Promise<Answer>): Promise<Answer> =>
    db.$transaction(async tx => {
      const asked = asking()
      const by =
        asked &&
        JSON.stringify({ ...actorOf(asked), address: asked.address, agent: asked.agent?.slice(0, 300) ?? null })
      if (by !== null) await tx.$executeRaw`SELECT set_config('dataing.asking', ${by}, true)`
      return work(tx)
    })
