import type { PrismaClient } from '../../prisma/generated/client.ts'
import { contextAsked } from './approvalFacts.ts'
import type { SeededTenant } from './tenantSeed.ts'

/** A request of the tenant's case that waits. */
export const seedApproval = async (db: PrismaClient, { tenantId, investigationId }: SeededTenant) => {
  const at = new Date()
  const request = JSON.parse(JSON.stringify(contextAsked))
  await db.approvalView.create({
    data: { tenantId, investigationId, requestId: contextAsked.id, kind: 'context', state: 'pending', request, requestedAt: at, changedAt: at, deadline: at },
  })
}
