import { randomUUID } from 'node:crypto'
import type { PrismaClient } from '../../prisma/generated/client.ts'
import { contextAsked } from './approvalFacts.ts'
import type { SeededTenant } from './tenantSeed.ts'

/** A request of the tenant's case that waits. */
export const seedApproval = async (db: PrismaClient, { tenantId, investigationId }: SeededTenant) => {
  const at = new Date()
  const request = JSON.parse(JSON.stringify(contextAsked))
  await db.approvalView.create({
    data: {
      tenantId,
      investigationId,
      requestId: contextAsked.id,
      kind: 'context',
      state: 'pending',
      request,
      requestedAt: at,
      changedAt: at,
      deadline: at,
    },
  })
}

/** A grant in force, as if the request had been a query's and had been approved so. Its id. */
export const seedGrant = async (
  db: PrismaClient,
  { tenantId, dataSourceId, investigationId, personId }: SeededTenant,
): Promise<string> => {
  const { id } = await db.approvalGrant.create({
    data: {
      id: randomUUID(),
      tenantId,
      dataSourceId,
      investigationId,
      requestId: contextAsked.id,
      shape: 'shape',
      tables: [{ schema: 'main', name: 'orders' }],
      columns: ['country'],
      sensitive: [],
      givenBy: personId,
      givenByName: 'Ada',
      reason: 'a daily look',
      givenAt: new Date(),
      expiresAt: new Date(Date.now() + 3_600_000),
    },
  })
  return id
}
