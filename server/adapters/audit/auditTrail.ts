import { createHash } from 'node:crypto'
import type { PrismaClient } from '../../../prisma/generated/client.ts'
import { CHAIN_START, followChain, type ChainEnd, type ChainFault } from '../../core/access/auditChain.ts'
import type { AuditTrail, Verification } from '../../core/ports/auditTrail.ts'
import { asId, type TenantId } from '../../core/shared/ids.ts'

const PAGE = 5000

/** The trail in PostgreSQL, verified page by page in this process. */
export const createAuditTrail = (db: PrismaClient): AuditTrail => ({
  async verify(tenantId) {
    // The end is read first: what is added while the pages are read stands after it.
    const head = await db.auditHead.findUnique({ where: { tenantId } })
    let end: ChainEnd = CHAIN_START
    for (;;) {
      const page = await db.auditEntry.findMany({ where: { tenantId, sequence: { gt: end.sequence } }, orderBy: { sequence: 'asc' }, take: PAGE })
      const followed = followChain(end, page, hashOf)
      if ('reason' in followed) return broken(followed, end)
      end = followed
      if (page.length < PAGE) return ended(end, head)
    }
  },
  async tenants() {
    const found = await db.tenant.findMany({ orderBy: { name: 'asc' }, select: { id: true, name: true } })
    return found.map(({ id, name }) => ({ tenantId: asId<TenantId>(id), name }))
  },
})

const broken = (fault: ChainFault, { hash }: ChainEnd): Verification => ({ entries: fault.sequence - 1, headHash: hash, fault })

const ended = (end: ChainEnd, head: ChainEnd | null): Verification => {
  const kept = head ?? CHAIN_START
  if (end.sequence < kept.sequence) return broken({ sequence: end.sequence + 1, reason: 'cut-off' }, end)
  if (end.sequence === kept.sequence && end.hash !== kept.hash) return broken({ sequence: end.sequence, reason: 'changed' }, end)
  return { entries: end.sequence, headHash: end.hash, fault: null }
}

/** As `audit_text` of the database writes it: each part with its length in bytes before it, '-' for null. */
const hashOf = (parts: readonly (string | null)[]) =>
  createHash('sha256').update(parts.map(part => part === null ? '-' : `${Buffer.byteLength(part)}:${part}`).join(',')).digest('hex')
