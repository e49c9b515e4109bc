import type { Prisma, PrismaClient } from '../../../prisma/generated/client.ts'
import type { AuditLog, AuditWriter } from '../../core/ports/auditTrail.ts'

/** Entries that stand beside no change of our own database. */
export const createAuditLog = (db: PrismaClient, audit: AuditWriter<Prisma.TransactionClient>): AuditLog => ({
  note: note => db.$transaction(tx => audit.add(tx, note)),
})
